package health.salus.server.config;

/** How a log line is written: for people, or one JSON object a line. */
public enum LogFormat {
  TEXT,
  JSON
}
