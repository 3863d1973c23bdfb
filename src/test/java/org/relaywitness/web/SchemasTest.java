package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.github.luben.zstd.ZstdInputStream;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.relaywitness.lookup.ExampleRecords;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The published schemas against what the service really gives. */
class SchemasTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> QUESTIONS =
      List.of(
          "ip=" + ExampleRecords.OBSERVED + "&at=2024-03-05T13:07:00Z",
          "ip=" + ExampleRecords.NO_EXIT + "&date=2024-03-05&port=25",
          "ip=" + ExampleRecords.ABSENT + "&at=" + ExampleRecords.IN_GAP);
  @AutoClose private static final ExampleSite SITE = new ExampleSite();

  private static byte[] get(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = SITE.getBytes(path);
    assertEquals(200, response.statusCode(), path);
    return response.body();
  }

  private static Schema schema(String path) throws IOException, InterruptedException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(JSON.readTree(get(path)));
  }

  /** The bundle as the schema sees it. */
  private static ObjectNode bundle(byte[] zip) throws IOException {
    ObjectNode bundle = JSON.createObjectNode();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        String name = entry.getName();
        if (name.endsWith(".json")) {
          bundle.set(name, JSON.readTree(content));
        } else if (name.endsWith(".zst")) {
          bundle.set(name, names(content));
        } else {
          bundle.put(name, new String(content, StandardCharsets.UTF_8));
        }
      }
    }
    return bundle;
  }

  private static ArrayNode names(byte[] packed) throws IOException {
    ArrayNode names = JSON.createArrayNode();
    try (ZstdInputStream unpacked = new ZstdInputStream(new ByteArrayInputStream(packed))) {
      unpacked.setLongMax(27);
      try (TarArchiveInputStream tar = new TarArchiveInputStream(unpacked)) {
        for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
          names.add(entry.getName());
        }
      }
    }
    return names;
  }

  @Test
  void answers_fitTheirSchema() throws Exception {
    Schema schema = schema("/schemas/answer.json");
    for (String question : QUESTIONS) {
      JsonNode answer = JSON.readTree(get("/evidence.json?" + question));

      assertEquals(List.of(), schema.validate(answer), question);
      ((ObjectNode) answer).remove("verdict");
      assertFalse(schema.validate(answer).isEmpty());
    }
  }

  @Test
  void bundles_fitTheirSchema() throws Exception {
    Schema schema = schema("/schemas/bundle.json");
    for (String question : QUESTIONS) {
      ObjectNode bundle = bundle(get("/evidence.zip?" + question));

      assertEquals(List.of(), schema.validate(bundle), question);
      for (String member : List.of("question.json", "custody.json", "answer.json")) {
        ObjectNode other = bundle.deepCopy();
        ((ObjectNode) other.get(member)).put("surprise", 1);
        assertFalse(schema.validate(other).isEmpty(), member);
      }
    }
  }
}
