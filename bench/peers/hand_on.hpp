#pragma once
// What a peer in C++ hands on: its samples, or their quantiles.
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <vector>

/// Of `columns` columns of `paths` values, one after the other: written to `file` as they are, or
/// without one the quantiles of each printed as JSON. The exit code; values are put in another
/// order.
inline int hand_on(std::vector<double>& samples, std::size_t columns, std::size_t paths,
                   const char* file) {
    if (file != nullptr) {
        std::ofstream out(file, std::ios::binary);
        out.write(reinterpret_cast<const char*>(samples.data()),
                  static_cast<std::streamsize>(samples.size() * sizeof(double)));
        return out.good() ? 0 : 1;
    }
    std::printf("[");
    for (std::size_t i = 0; i < columns; ++i) {
        double* first = samples.data() + i * paths;
        double* from = first;
        std::printf("%s[", i == 0 ? "" : ",\n");
        for (const double level : {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95}) {
            double* wanted =
                first + static_cast<std::size_t>(level * static_cast<double>(paths - 1));
            std::nth_element(from, wanted, first + paths);
            from = wanted;
            std::printf("%s%.17g", level == 0.05 ? "" : ",", *wanted);
        }
        std::printf("]");
    }
    std::printf("]\n");
    return 0;
}
