package health.salus.benchmarks;

import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One transaction of the sample.
 *
 * @param ids of the resources that it carries
 */
record SampleBundle(String json, Set<String> ids) {
  private static final Pattern ID =
      Pattern.compile("(\"id\" ?: ?\"|[A-Za-z]/)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

  SampleBundle {
    ids = Set.copyOf(ids);
  }

  int resources() {
    return ids.size();
  }

  /** The same content under new ids, so that storing it writes new resources. */
  SampleBundle renamed(String suffix) {
    return new SampleBundle(
        ID.matcher(json)
            .replaceAll(match -> match.group(1) + match.group(2) + suffixOf(match, suffix)),
        ids);
  }

  private String suffixOf(MatchResult match, String suffix) {
    return ids.contains(match.group(2)) ? "-" + suffix : "";
  }
}
