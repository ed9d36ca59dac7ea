package health.salus.interceptors.masking;

import java.util.Set;

/** Changes a text and keeps its form. */
public sealed interface TextMask {
  String apply(String text);

  static boolean isText(String type) {
    return type.equals("string") || type.equals("markdown");
  }

  /**
   * The beginning of a text.
   *
   * @param zeroed beginnings that would still point to few people; they become zeros
   * @see <a
   *     href="https://www.hhs.gov/hipaa/for-professionals/privacy/special-topics/de-identification/">Safe
   *     Harbor, 45 CFR 164.514(b)(2)(i)(B)</a>
   */
  record Beginning(int length, Set<String> zeroed) implements TextMask {
    public Beginning {
      zeroed = Set.copyOf(zeroed);
    }

    @Override
    public String apply(String text) {
      String beginning = text.substring(0, Math.min(text.length(), length));
      return zeroed.contains(beginning) ? "0".repeat(beginning.length()) : beginning;
    }
  }

  /** The last letters and digits stay, the others become stars, and what separates them stays. */
  record Ending(int kept) implements TextMask {
    @Override
    public String apply(String text) {
      StringBuilder masked = new StringBuilder(text);
      int left = Math.min(kept, (int) text.chars().filter(Character::isLetterOrDigit).count() - 1);
      for (int i = text.length() - 1; i >= 0; i--) {
        if (Character.isLetterOrDigit(text.charAt(i)) && left-- <= 0) {
          masked.setCharAt(i, '*');
        }
      }
      return masked.toString();
    }
  }
}
