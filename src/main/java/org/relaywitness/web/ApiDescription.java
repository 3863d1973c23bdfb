package org.relaywitness.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The description of the API, OpenAPI 3.1, and what its readable page shows of it. A test holds it
 * against the running service.
 *
 * @param bytes the document as it is served
 * @param introduction what holds for all of it
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record ApiDescription(byte[] bytes, String introduction, List<Operation> operations) {
  /** The texts of every kind of problem: {@code error.KEY.title} and {@code .detail}. */
  public static final List<String> PROBLEMS =
      List.of(
          "invalid_question",
          "not_found",
          "document_unknown",
          "document_not_kept",
          "documents_not_kept",
          "bulk_method",
          "bulk_type",
          "bulk_accept",
          "bulk_input",
          "bulk_broken",
          "bulk_busy",
          "bulk_lines",
          "bulk_time",
          "busy",
          "method",
          "request",
          "too_many_requests",
          "no_timestamp",
          "unavailable",
          "fault");

  private static final String DOCUMENT = "openapi.json";

  /**
   * One thing that can be asked.
   *
   * @param id a stable word, and the anchor on the page
   * @param command a command that asks the demonstration
   * @param output the beginning of what that command prints; {@code null}: not shown
   */
  public record Operation(
      String id,
      String method,
      String path,
      String summary,
      String description,
      List<Parameter> parameters,
      List<Status> statuses,
      @Nullable String command,
      @Nullable String output) {
    public Operation {
      parameters = List.copyOf(parameters);
      statuses = List.copyOf(statuses);
    }
  }

  /** A parameter of the path or the query. */
  public record Parameter(String name, boolean required, String description) {}

  /** A status that a reply may have. */
  public record Status(String code, String description) {}

  public ApiDescription {
    operations = List.copyOf(operations);
  }

  /** Reads the description from the class path. */
  static ApiDescription load() {
    byte[] bytes = read(DOCUMENT);
    if (bytes == null) {
      throw new IllegalStateException(DOCUMENT + " is not on the class path");
    }
    JsonNode document = JsonMapper.shared().readTree(bytes);
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        operations.add(operation(path.getKey(), method.getKey(), method.getValue()));
      }
    }
    return new ApiDescription(bytes, document.at("/info/description").asString(), operations);
  }

  private static Operation operation(String path, String method, JsonNode operation) {
    List<Parameter> parameters = new ArrayList<>();
    for (JsonNode parameter : operation.path("parameters")) {
      parameters.add(
          new Parameter(
              parameter.get("name").asString(),
              parameter.get("required").asBoolean(),
              parameter.get("description").asString()));
    }
    List<Status> statuses = new ArrayList<>();
    for (Map.Entry<String, JsonNode> status : operation.get("responses").properties()) {
      statuses.add(new Status(status.getKey(), status.getValue().get("description").asString()));
    }
    String id = operation.get("operationId").asString();
    JsonNode command = operation.get("x-command");
    byte[] output = read("examples/" + id + ".txt");
    return new Operation(
        id,
        method.toUpperCase(Locale.ROOT),
        path,
        operation.get("summary").asString(),
        operation.get("description").asString(),
        parameters,
        statuses,
        command == null ? null : command.asString(),
        output == null ? null : new String(output, StandardCharsets.UTF_8));
  }

  private static byte @Nullable [] read(String name) {
    try (InputStream in = ApiDescription.class.getResourceAsStream(name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + name, e);
    }
  }
}
