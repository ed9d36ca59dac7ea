package health.salus.smart.client;

import java.time.Duration;

/** A document and the time for which it may be cached. */
record Fetched(String body, Duration fresh) {}
