// libxlsxwriter does not give back the text of a drop-down list, one small string for each. The
// leak sanitizer asks this function for what it is to leave out; other leaks it still reports.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define COFFER_LOOKS_FOR_LEAKS
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define COFFER_LOOKS_FOR_LEAKS
#endif

#ifdef COFFER_LOOKS_FOR_LEAKS
// The name is the sanitizer's.
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libxlsxwriter\n"; }
#endif
