package health.salus.smart.client;

import java.time.Duration;

/** A document and for how long it may be kept. */
record Fetched(String body, Duration fresh) {}
