package health.salus.benchmarks;

/** CPU time used so far: by a server's process, its JIT threads within that, and PostgreSQL. */
record CpuTime(double serverMillis, double jitMillis, double databaseMillis) {

  CpuTime since(CpuTime earlier) {
    return new CpuTime(
        serverMillis - earlier.serverMillis,
        Math.max(0, jitMillis - earlier.jitMillis),
        databaseMillis - earlier.databaseMillis);
  }
}
