package health.salus.smart.page;

/**
 * One patient or encounter that a user may pick.
 *
 * @param id logical id, sent back as it is
 * @param label what identifies it for a person: a name, a kind of visit
 * @param detail what tells it from its namesakes: birth date and sex, or a period; may be empty
 */
public record Choice(String id, String label, String detail) {}
