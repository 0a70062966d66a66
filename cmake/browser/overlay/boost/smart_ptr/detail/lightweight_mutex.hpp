// In place of Boost's: where there are no threads, nobody is kept out.
#ifndef BOOST_SMART_PTR_DETAIL_LIGHTWEIGHT_MUTEX_HPP_INCLUDED
#define BOOST_SMART_PTR_DETAIL_LIGHTWEIGHT_MUTEX_HPP_INCLUDED

namespace boost {
namespace detail {

class lightweight_mutex {
  public:
    class scoped_lock {
      public:
        explicit scoped_lock(lightweight_mutex&) {}
    };
};

}  // namespace detail
}  // namespace boost

#endif
