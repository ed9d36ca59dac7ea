package health.salus.cdshooks.risk;

import java.util.regex.Pattern;

/** GitHub Flavored Markdown made of text that came from elsewhere. */
final class Markdown {
  private static final Pattern SPECIAL =
      Pattern.compile("[\\\\`*_{}\\[\\]()#+!|~:@-]|(?<=(?i:www))\\.");
  private static final Pattern BREAKS = Pattern.compile("\\s+");

  private Markdown() {}

  /** The text as it stands: no markup, link, table cell or HTML comes of it, and it is one line. */
  static String escape(String text) {
    String line = BREAKS.matcher(text).replaceAll(" ").strip();
    String html = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return SPECIAL.matcher(html).replaceAll("\\\\$0");
  }
}
