package health.salus.cdshooks.risk;

import java.util.regex.Pattern;

/** Writes foreign text as GitHub Flavored Markdown. */
final class Markdown {
  private static final Pattern SPECIAL =
      Pattern.compile("[\\\\`*_{}\\[\\]()#+!|~:@-]|(?<=(?i:www))\\.");
  private static final Pattern BREAKS = Pattern.compile("\\s+");

  private Markdown() {}

  /** The text, escaped and on one line: it makes no markup, link, table cell or HTML. */
  static String escape(String text) {
    String line = BREAKS.matcher(text).replaceAll(" ").strip();
    String html = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return SPECIAL.matcher(html).replaceAll("\\\\$0");
  }
}
