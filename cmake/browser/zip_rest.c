/* What libzip's own build makes or takes from the system, as far as archives in memory need it. */
#include "zipint.h"

/* Only encrypted archives need random numbers, and none is written. */
ZIP_EXTERN bool zip_secure_random(zip_uint8_t* buffer, zip_uint16_t length) {
    (void)buffer;
    (void)length;
    return false;
}

/* Nobody reads its messages. */
const char* const _zip_err_str[] = {"error"};
const int _zip_nerr_str = 0;
const int _zip_err_type[] = {ZIP_ET_NONE};
