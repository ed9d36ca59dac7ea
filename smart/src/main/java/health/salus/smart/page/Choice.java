package health.salus.smart.page;

/**
 * One patient or encounter that a user may pick.
 *
 * @param id logical id, sent back as it is
 * @param label text for people: a name, a kind of visit
 * @param detail text that distinguishes equal labels: birth date and sex, or a period; may be empty
 */
public record Choice(String id, String label, String detail) {}
