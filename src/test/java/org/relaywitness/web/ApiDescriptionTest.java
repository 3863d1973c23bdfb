package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.relaywitness.documents.Documents;
import org.relaywitness.lookup.ExampleRecords;
import org.relaywitness.lookup.RelayHistory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description of the API against the running service: every path, field and error. */
class ApiDescriptionTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  @AutoClose private static final ExampleSite SITE = new ExampleSite();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final JsonNode DESCRIPTION = JSON.readTree(ApiDescription.load().bytes());
  private static final String DAY = "from=2024-03-05T00:00:00Z&to=2024-03-06T00:00:00Z";
  private static final String ASKED =
      "address=" + ExampleRecords.OBSERVED + "&at=2024-03-05T13:07:00Z";

  /** Questions to each path: together they must bring up every field that there is. */
  private static final Map<String, List<String>> QUESTIONS =
      Map.ofEntries(
          Map.entry(
              "/api/v1/lookup",
              List.of(
                  "/api/v1/lookup?" + ASKED,
                  "/api/v1/lookup?address=" + ExampleRecords.NO_EXIT + "&date=2024-03-05&port=25",
                  "/api/v1/lookup?address=" + ExampleRecords.ABSENT + "&date=2024-03-05",
                  "/api/v1/lookup?address="
                      + ExampleRecords.ABSENT
                      + "&at="
                      + ExampleRecords.IN_GAP)),
          Map.entry(
              "/evidence.json",
              List.of(
                  "/evidence.json?ip=" + ExampleRecords.OBSERVED + "&date=2024-03-05",
                  "/evidence.json?" + ASKED)),
          Map.entry(
              "/api/v1/relays/{fingerprint}",
              List.of("/api/v1/relays/%FINGERPRINT%?from=2024-03-01T00:00:00Z")),
          Map.entry(
              "/api/v1/networks/{cidr}",
              List.of(
                  "/api/v1/networks/198.51.100.0/24?" + DAY,
                  "/api/v1/networks/198.51.100.0/24?from=2024-01-01T00:00:00Z")),
          Map.entry("/api/v1/exits", List.of("/api/v1/exits?at=2024-03-05T13:07:00Z&port=443")),
          Map.entry(
              "/api/v1/coverage",
              List.of("/api/v1/coverage?from=2024-03-01T00:00:00Z&to=2024-03-21T00:00:00Z")),
          Map.entry(
              "/query.json",
              List.of(
                  "/query.json?ip=" + ExampleRecords.OBSERVED + "&timestamp=2024-03-05",
                  "/query.json?ip=198.51.100.99&timestamp=2024-03-05")),
          Map.entry("/api/v1/documents/{sha256}", List.of("/api/v1/documents/%DOCUMENT%")),
          Map.entry("/health/live", List.of("/health/live")),
          Map.entry("/schemas/answer.json", List.of("/schemas/answer.json")),
          Map.entry("/schemas/bundle.json", List.of("/schemas/bundle.json")),
          Map.entry("/openapi.json", List.of("/openapi.json")));

  /**
   * A bundle has no fields, and many questions are sent by POST: {@link
   * #bulk_eachRow_isAsDescribed}.
   */
  private static final Set<String> ASKED_ELSEWHERE =
      Set.of("/evidence.pdf", "/evidence.zip", BulkServlet.PATH);

  private static HttpResponse<String> get(ExampleSite site, String path)
      throws IOException, InterruptedException {
    return site.get(path, "Accept", "application/json");
  }

  private static JsonNode operation(String path) {
    JsonNode operation = DESCRIPTION.get("paths").path(path).path("get");
    assertFalse(operation.isMissingNode(), path + " is not described");
    return operation;
  }

  private static Set<String> names(JsonNode object) {
    return new TreeSet<>(object.propertyNames());
  }

  private static Schema schema(JsonNode content) {
    ObjectNode schema = JSON.createObjectNode();
    schema.set("components", DESCRIPTION.get("components"));
    schema.set("allOf", JSON.createArrayNode().add(content.get("schema")));
    return SCHEMAS.getSchema(schema);
  }

  /** The body fits the schema described for its path, status and type. */
  private static JsonNode assertDescribed(String path, HttpResponse<String> response) {
    String status = Integer.toString(response.statusCode());
    String type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    JsonNode content = operation(path).get("responses").path(status).path("content").path(type);
    assertFalse(content.isMissingNode(), path + " " + status + " " + type + " is not described");
    if (type.equals("text/plain")) {
      return JSON.createObjectNode();
    }
    assertEquals(
        List.of(), schema(content).validate(JSON.readTree(response.body())), path + " " + status);
    return JSON.readTree(response.body());
  }

  private static void addFields(String place, JsonNode node, Set<String> seen) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        String name = place + "." + member.getKey();
        seen.add(name);
        addFields(name, member.getValue(), seen);
      }
    } else if (node.isArray()) {
      node.forEach(element -> addFields(place, element, seen));
    }
  }

  private static void addDescribed(String place, JsonNode schema, Set<String> described) {
    JsonNode resolved = schema;
    if (schema.has("$ref")) {
      resolved = DESCRIPTION.at(schema.get("$ref").asString().substring(1));
    }
    if (resolved.has("items")) {
      addDescribed(place, resolved.get("items"), described);
    }
    for (Map.Entry<String, JsonNode> property : resolved.path("properties").properties()) {
      String name = place + "." + property.getKey();
      described.add(name);
      addDescribed(name, property.getValue(), described);
    }
  }

  /** A value of the answer to a question that has one. */
  private static String first(String place) throws IOException, InterruptedException {
    return JSON.readTree(get(SITE, "/api/v1/lookup?" + ASKED).body()).at(place).asString();
  }

  @Test
  void everyPath_answersAsDescribedWithEveryField() throws Exception {
    Set<String> asked = new TreeSet<>(QUESTIONS.keySet());
    asked.addAll(ASKED_ELSEWHERE);
    assertEquals(asked, names(DESCRIPTION.get("paths")));
    for (Map.Entry<String, List<String>> path : QUESTIONS.entrySet()) {
      Set<String> seen = new TreeSet<>();
      for (String question : path.getValue()) {
        HttpResponse<String> response =
            get(
                SITE,
                question
                    .replace("%FINGERPRINT%", first("/relays/0/fingerprint"))
                    .replace("%DOCUMENT%", first("/consensuses/0/sha256")));
        assertEquals(200, response.statusCode(), question + " " + response.body());
        addFields("", assertDescribed(path.getKey(), response), seen);
      }
      Set<String> described = new TreeSet<>();
      addDescribed(
          "",
          operation(path.getKey()).at("/responses/200/content/application~1json/schema"),
          described);
      if (!described.isEmpty()) {
        // Only a database that follows another one brings it up: ReplicasIT asks one.
        described.removeIf(name -> name.contains(".replica"));
        described.removeAll(seen);
        assertEquals(Set.of(), described, "fields that no question brings up: " + path.getKey());
      }
    }
  }

  @Test
  void everyRoute_isDescribed() {
    Set<String> described = new TreeSet<>();
    for (String path : names(DESCRIPTION.get("paths"))) {
      described.add(path.replaceFirst("\\{.*", "*"));
    }
    Set<String> routes =
        new TreeSet<>(
            Routes.of(
                    new Records(ExampleRecords.history(), Documents.NONE, ExampleRecords.CLOCK),
                    Site.UNNAMED)
                .keySet());
    routes.removeIf(
        path ->
            path.isEmpty()
                || path.equals("/")
                || path.equals("/api")
                || path.equals("/api/*")
                || Set.of("/coverage", "/case", "/check", "/about", "/method", "/privacy")
                    .contains(path)
                || path.startsWith("/static/"));
    routes.add(BulkServlet.PATH);
    assertEquals(described, routes);
  }

  @Test
  void bulk_eachRow_isAsDescribed() throws Exception {
    JsonNode operation = DESCRIPTION.get("paths").get(BulkServlet.PATH).get("post");
    Schema rows = schema(operation.at("/responses/200/content").get("application/json"));
    HttpResponse<String> response =
        SITE.post(
            BulkServlet.PATH,
            "application/json",
            "[{\"address\":\""
                + ExampleRecords.OBSERVED
                + "\",\"at\":\"2024-03-05T13:07:00Z\",\"id\":\"a\"},"
                + "{\"address\":\""
                + ExampleRecords.ABSENT
                + "\",\"date\":\"2024-03-05\"},"
                + "{\"address\":\"1\",\"at\":\"2024-03-05T13:07:00Z\"}");

    assertEquals(200, response.statusCode(), response.body());
    JsonNode found = JSON.readTree(response.body());
    assertEquals(List.of(), rows.validate(found));
    Set<String> seen = new TreeSet<>();
    addFields("", found, seen);
    Set<String> described = new TreeSet<>();
    addDescribed(
        "",
        operation.at("/responses/200/content").get("application/json").get("schema"),
        described);
    described.removeAll(seen);
    assertEquals(Set.of(), described, "fields that no row brings up");
  }

  @Test
  void everyParameter_isDescribedAndNoOther() {
    Map<String, Route> routes =
        Routes.of(
            new Records(ExampleRecords.history(), Documents.NONE, ExampleRecords.CLOCK),
            Site.UNNAMED);
    for (Map.Entry<String, JsonNode> path : DESCRIPTION.get("paths").properties()) {
      if (path.getKey().equals(BulkServlet.PATH)) {
        continue; // it is no route, and its own test asks with each of its parameters
      }
      Set<String> described = new TreeSet<>();
      for (JsonNode parameter : path.getValue().at("/get/parameters")) {
        if (parameter.get("in").asString().equals("query")) {
          described.add(parameter.get("name").asString());
        }
      }
      Route route =
          Objects.requireNonNull(
              routes.get(path.getKey().replaceFirst("\\{.*", "*")), path.getKey());
      assertEquals(described, new TreeSet<>(route.parameters()), path.getKey());
    }
  }

  @Test
  void everyError_isAsDescribed() throws Exception {
    RelayHistory away =
        new RelayHistory() {
          @Override
          public <T> T read(Function<Snapshot, T> reading) {
            throw new IllegalStateException("the database is away");
          }
        };
    List<String> withoutMistakes =
        List.of("/health/live", "/openapi.json", "/schemas/answer.json", "/schemas/bundle.json");
    try (ExampleSite broken = new ExampleSite(away, Documents.NONE)) {
      for (Map.Entry<String, List<String>> path : QUESTIONS.entrySet()) {
        String question =
            path.getValue()
                .get(0)
                .replace("%FINGERPRINT%", "A".repeat(40))
                .replace("%DOCUMENT%", "a".repeat(64));
        HttpResponse<String> mistaken = get(SITE, question.replaceFirst("\\?.*", "") + "?from=x");
        HttpResponse<String> unanswered = get(broken, question);
        if (withoutMistakes.contains(path.getKey())) {
          assertEquals(200, unanswered.statusCode(), question);
          continue;
        }
        assertEquals(400, mistaken.statusCode(), question);
        assertDescribed(path.getKey(), mistaken);
        assertEquals(path.getKey().equals("/query.json") ? 500 : 503, unanswered.statusCode());
        assertDescribed(path.getKey(), unanswered);
      }
    }
  }

  @Test
  void problemTypes_leadToTheirPlaceOnThePage() throws Exception {
    String page = get(SITE, "/api").body();
    List<String> types = new ArrayList<>();
    for (String path : List.of("/api/v1/lookup", "/api/none")) {
      types.add(JSON.readTree(get(SITE, path).body()).get("type").asString());
    }
    assertEquals(List.of("/api#invalid-question", "/api#not-found"), types);
    for (String type : types) {
      assertTrue(page.contains("id=\"" + type.substring(type.indexOf('#') + 1) + "\""), type);
    }
  }
}
