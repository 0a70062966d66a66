#pragma once

namespace coffer::random {

/// How many of `n` succeed with probability `p` each: the smallest k with P(K <= k) >= u, found by
/// adding up the probabilities from k = 0 (inversion by sequential search; Devroye 1986, X.4). For
/// p above one half the failures are counted instead, so that the first probability, q^n, does not
/// underflow up to n = 1000. One uniform a count keeps paths comparable when n or p changes.
/// Thread-safe.
[[nodiscard]] inline int binomial_quantile(int n, double p, double u) {
    if (n <= 0 || p <= 0.0) return 0;
    if (p >= 1.0) return n;
    if (p > 0.5) return n - binomial_quantile(n, 1.0 - p, 1.0 - u);
    double probability = 1.0;
    for (int i = 0; i < n; ++i) probability *= 1.0 - p;
    const double odds = p / (1.0 - p);
    double below = probability;
    int k = 0;
    while (below < u && k < n) {
        ++k;
        probability *= odds * (n - k + 1) / k;
        below += probability;
    }
    return k;
}

}  // namespace coffer::random
