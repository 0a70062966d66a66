// toml++ as a library. It can open files too, which nobody here asks it to; WASI's libc++ has no
// streams for them, so what it says about them gets a stream that never opens.
#include <fstream>
#include <istream>
#include <string>

_LIBCPP_BEGIN_NAMESPACE_STD

template <class Character, class Traits>
class basic_ifstream : public basic_istream<Character, Traits> {
  public:
    basic_ifstream() : basic_istream<Character, Traits>(nullptr) {}
    void open(const string&, ios_base::openmode) {}
    bool is_open() const { return false; }
};

_LIBCPP_END_NAMESPACE_STD

#define TOML_IMPLEMENTATION
#include <toml++/toml.h>
