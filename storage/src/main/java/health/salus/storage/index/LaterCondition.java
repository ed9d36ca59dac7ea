package health.salus.storage.index;

import com.healthmarketscience.common.util.AppendableExt;
import com.healthmarketscience.sqlbuilder.Condition;
import com.healthmarketscience.sqlbuilder.ValidationContext;
import java.io.IOException;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A condition that is decided once it is known which parameter it is for, before it is written. */
final class LaterCondition extends Condition {
  private final Supplier<@Nullable Condition> open;
  private final BiFunction<String, String, Condition> sealed;
  private @Nullable Condition decided;

  LaterCondition(Supplier<@Nullable Condition> open, BiFunction<String, String, Condition> sealed) {
    this.open = open;
    this.sealed = sealed;
  }

  void decide(boolean hidden, String type, String parameter) {
    decided = hidden ? sealed.apply(type, parameter) : open.get();
  }

  @Override
  public void appendTo(AppendableExt app) throws IOException {
    Objects.requireNonNull(decided, "HAPI names the parameter of a date").appendTo(app);
  }

  /** HAPI does not validate its SQL by means of these. */
  @Override
  protected void collectSchemaObjects(ValidationContext context) {}
}
