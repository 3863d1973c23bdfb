package org.relaywitness.evidence;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/**
 * One JSON object in the making, in the product's own ways: members in the order they are written,
 * times in ISO 8601 UTC with {@code Z} and whole seconds, {@code null} where a value is unknown.
 * Characters that could steer a terminal or reorder a line are written as escapes, so that nothing
 * is lost to a program.
 */
public final class JsonBody {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().characterEscapes(new VisibleEscapes()).build();

  private final JsonGenerator out;

  private JsonBody(JsonGenerator out) {
    this.out = out;
  }

  /** The bytes, UTF-8, of the object whose members {@code content} writes. */
  public static byte[] bytes(Consumer<JsonBody> content) {
    return bytes(4096, content);
  }

  /** An object that is written once, to stand in many others. */
  static SerializableString written(Consumer<JsonBody> content) {
    return new SerializedString(new String(bytes(512, content), StandardCharsets.UTF_8));
  }

  /** As {@link #bytes(Consumer)}, where about so many of them are expected. */
  static byte[] bytes(int expected, Consumer<JsonBody> content) {
    ByteArrayOutputStream buffer = new ByteArrayOutputStream(expected);
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), buffer)) {
      generator.writeStartObject();
      content.accept(new JsonBody(generator));
      generator.writeEndObject();
    }
    return buffer.toByteArray();
  }

  /** ISO 8601 in UTC with {@code Z} and whole seconds: {@code 2024-03-05T13:07:00Z}. */
  public static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A text, or {@code null}. */
  public JsonBody put(String name, @Nullable String value) {
    if (value == null) {
      out.writeNullProperty(name);
    } else {
      out.writeStringProperty(name, value);
    }
    return this;
  }

  /** A truth value, or {@code null} for unknown. */
  public JsonBody put(String name, @Nullable Boolean value) {
    if (value == null) {
      out.writeNullProperty(name);
    } else {
      out.writeBooleanProperty(name, value);
    }
    return this;
  }

  /** A whole number, or {@code null}. */
  public JsonBody put(String name, @Nullable Integer value) {
    if (value == null) {
      out.writeNullProperty(name);
    } else {
      out.writeNumberProperty(name, value.intValue());
    }
    return this;
  }

  /** A whole number. */
  public JsonBody put(String name, long value) {
    out.writeNumberProperty(name, value);
    return this;
  }

  /** A number. */
  public JsonBody put(String name, double value) {
    out.writeNumberProperty(name, value);
    return this;
  }

  /** A time, or {@code null}. */
  public JsonBody put(String name, @Nullable Instant value) {
    return put(name, value == null ? null : time(value));
  }

  /** An object. */
  public JsonBody object(String name, Consumer<JsonBody> content) {
    out.writeObjectPropertyStart(name);
    content.accept(this);
    out.writeEndObject();
    return this;
  }

  /** An object that is JSON already, in UTF-8. */
  public JsonBody object(String name, byte[] json) {
    out.writeName(name);
    out.writeRawValue(new String(json, StandardCharsets.UTF_8));
    return this;
  }

  /** An array of objects, one for each value. */
  public <T> JsonBody objects(String name, Collection<T> values, BiConsumer<JsonBody, T> content) {
    out.writeArrayPropertyStart(name);
    for (T value : values) {
      out.writeStartObject();
      content.accept(this, value);
      out.writeEndObject();
    }
    out.writeEndArray();
    return this;
  }

  /** An array of objects, one for each value, each already {@link #written}. */
  public <T> JsonBody objects(
      String name, Collection<T> values, Function<T, SerializableString> written) {
    out.writeArrayPropertyStart(name);
    for (T value : values) {
      out.writeRawValue(written.apply(value));
    }
    out.writeEndArray();
    return this;
  }

  /** An array of texts, one for each value. */
  public <T> JsonBody strings(String name, Collection<T> values, Function<T, String> text) {
    out.writeArrayPropertyStart(name);
    for (T value : values) {
      out.writeString(text.apply(value));
    }
    out.writeEndArray();
    return this;
  }

  /** An array of times. */
  public JsonBody times(String name, Collection<Instant> values) {
    return strings(name, values, JsonBody::time);
  }

  /** An array of addresses in their canonical text. */
  public JsonBody addresses(String name, Collection<InetAddress> values) {
    return strings(name, values, Addresses::format);
  }
}
