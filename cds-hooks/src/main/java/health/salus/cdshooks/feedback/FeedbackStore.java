package health.salus.cdshooks.feedback;

import java.util.List;

/** Stores feedback on cards. Thread-safe. The same feedback may arrive more than once. */
@FunctionalInterface
public interface FeedbackStore {
  /** Stores all entries of one request before it returns. */
  void keep(List<Feedback> feedback);
}
