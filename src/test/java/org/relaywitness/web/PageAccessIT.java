package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.relaywitness.TestBrowser;
import org.relaywitness.lookup.ExampleDocuments;
import org.relaywitness.lookup.ExampleRecords;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The pages for everyone: on a small screen, with large text, by keyboard alone, on paper, and
 * without a request to anyone else. One browser for all of it.
 */
class PageAccessIT {
  private static final WebServer SERVER =
      new WebServer(
          ExampleRecords.history(), new ExampleDocuments(), ExampleRecords.CLOCK, FairUse.OFF);

  private static final List<String> PAGES =
      List.of(
          "",
          "?ip=1",
          "none",
          "about",
          "method",
          "privacy",
          "api",
          "coverage",
          "coverage?month=2024-03",
          at(ExampleRecords.OBSERVED) + "&tolerance=2h&port=25",
          at(ExampleRecords.SEEN_ELSEWHERE),
          at(ExampleRecords.POSSIBLE),
          at(ExampleRecords.UNKNOWN),
          at(ExampleRecords.NO_EXIT),
          at(ExampleRecords.NEIGHBOUR),
          "?ip=" + ExampleRecords.LEFT + "&at=2024-03-07T06:00:00Z",
          "?ip=" + ExampleRecords.ABSENT + "&at=" + ExampleRecords.IN_GAP);

  private static final String NO_SIDEWAYS_SCROLLING =
      "const page = document.scrollingElement;"
          + "return page.scrollWidth <= page.clientWidth ? '' : [...document.querySelectorAll('*')]"
          + ".filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
          + ".map(e => e.outerHTML.slice(0, 80)).slice(0, 5).join('\\n') + page.scrollWidth";

  /** Each visible piece of text within main, without blanks: of blocks, or of whole rows. */
  private static final String TEXTS =
      "return [...document.querySelectorAll(arguments[0])]"
          + ".filter(e => e.checkVisibility() && e.innerText.trim())"
          + ".map(e => e.innerText.replace(/\\s/g, ''))";

  private static final String FOCUSABLE =
      "const all = [...document.querySelectorAll("
          + "'a[href], button, input, select, textarea, summary, [tabindex=\"0\"]')]"
          + ".filter(e => e.checkVisibility({contentVisibilityAuto: true}));";

  @TempDir static Path folder = Path.of("");

  @SuppressWarnings("NullAway.Init") // set before all tests, unless these are skipped
  private static ChromeDriver browser;

  @BeforeAll
  static void start() {
    TestBrowser.require();
    SERVER.start("127.0.0.1", 0);
    browser = TestBrowser.startNoting(folder.resolve("profile"));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.quit();
    }
    SERVER.close();
  }

  private static String at(String address) {
    return "?ip=" + address + "&date=2024-03-05&time=14:07&zone=Europe/Berlin";
  }

  private static String page(String query) {
    return "http://127.0.0.1:" + SERVER.port() + "/" + query;
  }

  private static void setWindow(int width, int height) {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  private static void setMedia(String media) {
    browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", media));
  }

  @Test
  void pages_320PixelsWide_needNoSidewaysScrolling() {
    setWindow(320, 640);
    for (String query : PAGES) {
      browser.get(page(query));
      assertEquals("", browser.executeScript(NO_SIDEWAYS_SCROLLING), query);
    }
  }

  @Test
  void pages_textTwiceAsLarge_needNoSidewaysScrolling() {
    for (int width : new int[] {640, 1024}) {
      setWindow(width, 800);
      for (String query : PAGES) {
        browser.get(page(query));
        browser.executeScript("document.documentElement.style.fontSize = '200%'");
        assertEquals("", browser.executeScript(NO_SIDEWAYS_SCROLLING), width + " " + query);
      }
    }
  }

  @Test
  void pages_askNobodyElseAndSetNoCookie() {
    browser.manage().logs().get("performance");
    for (String query : PAGES) {
      browser.get(page(query));
    }
    List<String> asked = new ArrayList<>();
    for (LogEntry entry : browser.manage().logs().get("performance")) {
      JsonNode message = new JsonMapper().readTree(entry.getMessage()).get("message");
      String method = message.get("method").asString();
      if (method.equals("Network.requestWillBeSent")) {
        asked.add(message.at("/params/request/url").asString());
      }
      if (method.equals("Network.responseReceivedExtraInfo")) {
        message
            .at("/params/headers")
            .properties()
            .forEach(header -> assertFalse(header.getKey().equalsIgnoreCase("set-cookie")));
      }
    }
    assertTrue(asked.size() > PAGES.size(), "requests noted: " + asked);
    assertEquals(List.of(), asked.stream().filter(url -> !url.startsWith(page(""))).toList());
    assertEquals(
        List.of(), browser.executeCdpCommand("Network.getAllCookies", Map.of()).get("cookies"));
    assertEquals(
        List.of(0L, 0L),
        browser.executeScript("return [localStorage.length, sessionStorage.length]"));
  }

  @Test
  void answer_byKeyboardAlone_everythingIsReachedInOrderAndSeen() {
    setWindow(1000, 700);
    setMedia("screen");
    browser.get(page(at(ExampleRecords.OBSERVED)));
    List<?> wanted =
        (List<?>)
            Objects.requireNonNull(
                browser.executeScript(FOCUSABLE + "return all.map((e, i) => i)"));
    List<Object> reached = new ArrayList<>();
    for (int i = 0; i < 3 * wanted.size() && reached.size() < wanted.size(); i++) {
      new Actions(browser).sendKeys(Keys.TAB).perform();
      Object index =
          browser.executeScript(FOCUSABLE + "return all.indexOf(document.activeElement)");
      if (reached.isEmpty() || !reached.get(reached.size() - 1).equals(index)) {
        reached.add(index);
        assertEquals(
            "",
            browser.executeScript(
                "const e = document.activeElement, s = getComputedStyle(e),"
                    + " r = e.getBoundingClientRect();"
                    + "return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2"
                    + " && r.left >= 0 && r.top < innerHeight && r.bottom > 0 ? '' : e.outerHTML"));
      }
    }
    assertEquals(wanted, reached);
  }

  @Test
  void skipLink_isFirstAndLeadsToTheContent() {
    setWindow(1000, 700);
    setMedia("screen");
    browser.get(page(at(ExampleRecords.OBSERVED)));
    new Actions(browser).sendKeys(Keys.TAB).perform();
    assertEquals(
        true,
        browser.executeScript(
            "const e = document.activeElement;"
                + "return e.className === 'skip' && e.getBoundingClientRect().left >= 0"));
    new Actions(browser).sendKeys(Keys.ENTER).perform();
    new Actions(browser).sendKeys(Keys.TAB).perform();
    assertEquals(
        true, browser.executeScript("return !!document.activeElement.closest('main#content')"));
  }

  @ParameterizedTest
  @CsvSource({"A4,8.27,11.69", "Letter,8.5,11"})
  void paper_holdsAllTextAndCutsNoRow(String paper, double width, double height)
      throws IOException {
    for (String query : PAGES) {
      // The window is as wide as the paper, so that the rules for small screens stay out.
      setWindow(900, 1200);
      setMedia("print");
      browser.get(page(query));
      List<String> blocks = texts("main :is(h1, h2, h3, p, li, dt, dd, caption, th, td)");
      List<String> rows = texts("main :is(tr, .facts > div, .step, .verdict)");
      List<String> sheets = printed(width, height);
      String all = String.join("", sheets);
      for (String block : blocks) {
        assertTrue(all.contains(block), () -> paper + " " + query + " lacks " + block);
      }
      for (String row : rows) {
        assertTrue(
            sheets.stream().anyMatch(sheet -> sheet.contains(row)),
            () -> paper + " " + query + " cuts " + row);
      }
      assertFalse(blocks.isEmpty());
    }
    setMedia("screen");
  }

  private static List<String> texts(String selector) {
    List<?> found = (List<?>) Objects.requireNonNull(browser.executeScript(TEXTS, selector));
    return found.stream().map(String::valueOf).toList();
  }

  /** The text of each sheet, without blanks. */
  private static List<String> printed(double width, double height) throws IOException {
    Map<String, Object> result =
        browser.executeCdpCommand(
            "Page.printToPDF", Map.of("paperWidth", width, "paperHeight", height));
    List<String> sheets = new ArrayList<>();
    byte[] pdf = Base64.getDecoder().decode(String.valueOf(result.get("data")));
    try (PDDocument document = Loader.loadPDF(pdf)) {
      PDFTextStripper stripper = new PDFTextStripper();
      for (int sheet = 1; sheet <= document.getNumberOfPages(); sheet++) {
        stripper.setStartPage(sheet);
        stripper.setEndPage(sheet);
        sheets.add(stripper.getText(document).replaceAll("\\s", ""));
      }
    }
    return sheets;
  }

  @Test
  void picture_onPaper_tellsItsPartsApartWithoutColour() {
    setMedia("print");
    browser.get(page(at(ExampleRecords.OBSERVED)));
    Object fills =
        browser.executeScript(
            "const strip = document.querySelector('.strip svg');"
                + "return ['listed', 'elsewhere', 'not_listed', 'missing', 'pending'].map(kind => {"
                + " const bar = document.createElementNS(strip.namespaceURI, 'rect');"
                + " bar.setAttribute('class', 'bar ' + kind);"
                + " strip.append(bar);"
                + " return getComputedStyle(bar).fill; })");
    assertEquals(
        List.of(
            "rgb(51, 51, 51)",
            "url(\"#elsewhere\")",
            "rgb(255, 255, 255)",
            "url(\"#gap\")",
            "url(\"#pending\")"),
        fills);
    setMedia("screen");
  }
}
