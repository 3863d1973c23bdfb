package org.relaywitness.archive.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexParserTest {
  private static final String DIGEST = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  private static CollectorIndex parse(String json) throws CollectorException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return IndexParser.parse(bytes, bytes.length);
  }

  private static CollectorIndex exitLists(String files) throws CollectorException {
    return parse(
        "{\"directories\":[{\"path\":\"recent\",\"directories\":[{\"path\":\"exit-lists\",\"files\":["
            + files
            + "]}]}]}");
  }

  @Test
  void file_hasWhatTheIndexSays() throws Exception {
    CollectorIndex index =
        exitLists(
            "{\"path\":\"2024-03-05-13-02-00\",\"size\":17,\"last_modified\":\"2024-03-05 13:07\","
                + "\"types\":[\"tordnsel 1.0\"],\"first_published\":\"2024-03-05 13:02\",\"sha256\":\""
                + DIGEST
                + "\"}");

    assertEquals(List.of(), index.refused());
    assertEquals(
        List.of(
            new CollectorFile(
                CollectorFolder.RECENT_EXIT_LISTS,
                "2024-03-05-13-02-00",
                17,
                "2024-03-05 13:07",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")),
        index.files());
  }

  @Test
  void members_mayComeInAnyOrderAndUnknownOnesPass() throws Exception {
    CollectorIndex index =
        parse(
            "{\"x\":{\"files\":[1]},\"directories\":[{\"directories\":[{\"files\":[{\"size\":1,\"y\":[{}],"
                + "\"path\":\"a\"}],\"z\":null,\"path\":\"exit-lists\"}],\"path\":\"recent\"}],\"path\":"
                + "\"https://collector.example\"}");

    assertEquals(1, index.files().size());
    assertEquals("recent/exit-lists/a", index.files().get(0).path());
    assertNull(index.files().get(0).sha256());
    assertEquals("", index.files().get(0).lastModified());
  }

  @Test
  void otherFolders_arePassedOver() throws Exception {
    CollectorIndex index =
        parse(
            "{\"directories\":[{\"path\":\"archive\",\"directories\":[{\"path\":\"relay-descriptors\","
                + "\"directories\":[{\"path\":\"votes\",\"files\":[{\"path\":\"votes-2024-03.tar.xz\","
                + "\"size\":1}]}],\"files\":[{\"path\":\"certs.tar.xz\",\"size\":2},{\"path\":"
                + "\"other.tar.xz\",\"size\":3}]},{\"path\":\"exit-lists\",\"files\":[{\"path\":"
                + "\"exit-list-2024-03.tar.xz\",\"size\":4}]}]}]}");

    assertEquals(
        List.of(
            "archive/exit-lists/exit-list-2024-03.tar.xz",
            "archive/relay-descriptors/certs.tar.xz"),
        index.files().stream().map(CollectorFile::path).toList());
    assertEquals(Optional.of(YearMonth.of(2024, 3)), index.files().get(0).month());
    assertEquals(Optional.empty(), index.files().get(1).month());
    assertEquals(List.of(), index.refused());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../etc/cron.d/x",
        "..",
        ".",
        "",
        ".hidden",
        "a/b",
        "a\\\\b",
        "/etc/passwd",
        "a\\u0000b",
        "a b",
        "a\\nb",
        "x.part",
        "x.part.from",
        "C:x",
        "%2e%2e"
      })
  void hostileName_isRefused(String name) throws Exception {
    CollectorIndex index = exitLists("{\"path\":\"" + name + "\",\"size\":1}");

    assertEquals(List.of(), index.files());
    assertEquals(1, index.refused().size());
    assertEquals(CollectorFolder.RECENT_EXIT_LISTS, index.refused().get(0).folder());
  }

  @Test
  void hostileFolder_isPassedOver() throws Exception {
    CollectorIndex index =
        parse(
            "{\"directories\":[{\"path\":\"x/../recent\",\"directories\":[{\"path\":\"exit-lists\","
                + "\"files\":[{\"path\":\"a\",\"size\":1}]}]}]}");

    assertEquals(List.of(), index.files());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"size\":-1",
        "\"size\":9223372036854775807",
        "\"size\":99999999999999999999999",
        "\"size\":\"17\"",
        "\"size\":1.5",
        "\"x\":1",
        "\"size\":1,\"sha256\":\"abc\"",
        "\"size\":1,\"sha256\":\"!!!\""
      })
  void unusableEntry_isRefused(String members) throws Exception {
    CollectorIndex index = exitLists("{\"path\":\"a\"," + members + "}");

    assertEquals(List.of(), index.files());
    assertEquals(1, index.refused().size());
  }

  @Test
  void fileListedTwice_isTakenOnce() throws Exception {
    CollectorIndex index = exitLists("{\"path\":\"a\",\"size\":1},{\"path\":\"a\",\"size\":2}");

    assertEquals(1, index.files().size());
    assertEquals(1, index.refused().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "null",
        "{",
        "{\"directories\":[",
        "{\"directories\":[1]}",
        "{\"directories\":[{\"files\":[]}]}",
        "{\"files\":[[]]}",
        "{} {}"
      })
  void noIndex_isSaid(String text) {
    CollectorException e = assertThrows(CollectorException.class, () -> parse(text));

    assertTrue(String.valueOf(e.getMessage()).startsWith("index/index.json: "), e::toString);
  }

  @Test
  void foldersWithoutEnd_areRefused() {
    String deep = "{\"path\":\"a\",\"directories\":[".repeat(400);

    assertThrows(CollectorException.class, () -> parse(deep));
  }
}
