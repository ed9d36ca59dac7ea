package health.salus.ml.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes and reads a trained model as JSON: only numbers and texts, no code. The same model gives
 * the same bytes. Thread-safe.
 */
public final class ModelFormat {
  private static final int VERSION = 1;

  private final ObjectMapper mapper =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private record Envelope(int format, TrainedModel model) {}

  public byte[] write(TrainedModel model) {
    try {
      String text = mapper.writeValueAsString(new Envelope(VERSION, model));
      return text.replace(System.lineSeparator(), "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a model is always writable", e);
    }
  }

  /** Fails with {@link ModelFormatException} unless the bytes are a model of this format. */
  public TrainedModel read(byte[] bytes) {
    try {
      Envelope envelope = mapper.readValue(bytes, Envelope.class);
      if (envelope.format() != VERSION) {
        throw new ModelFormatException("model format must be 1 but is " + envelope.format());
      }
      return envelope.model();
    } catch (IOException e) {
      throw new ModelFormatException("not a model: " + e.getClass().getSimpleName());
    }
  }
}
