package health.salus.cdshooks.feedback;

import java.util.List;

/** Keeps what users did with cards. Thread-safe. The same feedback may come more than once. */
@FunctionalInterface
public interface FeedbackStore {
  /** All entries of one request; when it returns they are kept. */
  void keep(List<Feedback> feedback);
}
