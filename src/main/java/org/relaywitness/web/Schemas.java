package org.relaywitness.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schemas (draft 2020-12) that programs check answers and bundles with. That of the answer
 * is the one in the description of the API, so there is one truth.
 */
final class Schemas {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final String BUNDLE = "bundle.schema.json";

  private Schemas() {}

  /** The schema of an answer. */
  static byte[] answer(ApiDescription description) {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", DIALECT).put("title", "Answer of Relay Witness");
    schema.put("$ref", "#/$defs/Answer");
    return bytes(schema, schemas(description));
  }

  /** The schema of a bundle as an object: each of its files by name. */
  static byte[] bundle(ApiDescription description) {
    try (InputStream in = Schemas.class.getResourceAsStream(BUNDLE)) {
      if (in == null) {
        throw new IllegalStateException(BUNDLE + " is not on the class path");
      }
      ObjectNode schema = (ObjectNode) JSON.readTree(in.readAllBytes());
      ObjectNode definitions = schemas(description);
      definitions.setAll((ObjectNode) schema.get("$defs"));
      return bytes(schema, definitions);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + BUNDLE, e);
    }
  }

  /** What an answer is made of, by name. */
  private static ObjectNode schemas(ApiDescription description) {
    JsonNode all = JSON.readTree(description.bytes()).at("/components/schemas");
    ObjectNode definitions = JSON.createObjectNode();
    add("Answer", all, definitions);
    return definitions;
  }

  private static void add(String name, JsonNode all, ObjectNode definitions) {
    if (definitions.has(name)) {
      return;
    }
    JsonNode schema = all.get(name);
    definitions.set(name, schema);
    schema
        .findValuesAsString("$ref")
        .forEach(ref -> add(ref.substring(ref.lastIndexOf('/') + 1), all, definitions));
  }

  private static byte[] bytes(ObjectNode schema, ObjectNode definitions) {
    schema.set("$defs", definitions);
    return JSON.writeValueAsString(schema)
        .replace("#/components/schemas/", "#/$defs/")
        .getBytes(StandardCharsets.UTF_8);
  }
}
