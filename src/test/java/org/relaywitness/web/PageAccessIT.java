package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.TestBrowser.setMedia;
import static org.relaywitness.TestBrowser.setWindow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.relaywitness.Accessibility;
import org.relaywitness.TestBrowser;
import org.relaywitness.lookup.ExampleRecords;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The pages for everyone: on a small screen, with large text, by keyboard alone, on paper, and
 * without a request to anyone else. One browser for all of it.
 */
class PageAccessIT {
  @AutoClose private static final ExampleSite SITE = new ExampleSite();

  private static final String ANSWER = ExampleSite.answer(ExampleRecords.OBSERVED);

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
    browser = TestBrowser.startNoting(folder.resolve("profile"));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.quit();
    }
  }

  private static void open(String path) {
    browser.get(SITE.address(path));
  }

  @Test
  void pages_320PixelsWide_needNoSidewaysScrolling() {
    setWindow(browser, 320, 640);
    for (String path : ExampleSite.PAGES) {
      open(path);
      assertEquals(List.of(), Accessibility.beyondTheWindow(browser, 320), path);
    }
  }

  @Test
  void pages_textTwiceAsLarge_needNoSidewaysScrolling() {
    for (int width : new int[] {640, 1024}) {
      setWindow(browser, width, 800);
      for (String path : ExampleSite.PAGES) {
        open(path);
        browser.executeScript("document.documentElement.style.fontSize = '200%'");
        assertEquals(List.of(), Accessibility.beyondTheWindow(browser, width), width + " " + path);
      }
    }
  }

  @Test
  void pages_askNobodyElseAndSetNoCookie() {
    browser.manage().logs().get("performance");
    for (String path : ExampleSite.PAGES) {
      open(path);
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
    assertTrue(asked.size() > ExampleSite.PAGES.size(), "requests noted: " + asked);
    assertEquals(
        List.of(), asked.stream().filter(url -> !url.startsWith(SITE.address("/"))).toList());
    assertEquals(
        List.of(), browser.executeCdpCommand("Network.getAllCookies", Map.of()).get("cookies"));
    assertEquals(
        List.of(0L, 0L),
        browser.executeScript("return [localStorage.length, sessionStorage.length]"));
  }

  @Test
  void answer_byKeyboardAlone_everythingIsReachedInOrderAndSeen() {
    setWindow(browser, 1000, 700);
    setMedia(browser, "screen", "light");
    open(ANSWER);
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
    setWindow(browser, 1000, 700);
    setMedia(browser, "screen", "light");
    open(ANSWER);
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
    for (String path : ExampleSite.PAGES) {
      // The window is as wide as the paper, so that the rules for small screens stay out.
      setWindow(browser, 900, 1200);
      setMedia(browser, "print", "light");
      open(path);
      List<String> blocks = texts("main :is(h1, h2, h3, p, li, dt, dd, caption, th, td)");
      List<String> rows = texts("main :is(tr, .facts > div, .step, .verdict)");
      List<String> sheets = printed(width, height);
      String all = String.join("", sheets);
      for (String block : blocks) {
        assertTrue(all.contains(block), () -> paper + " " + path + " lacks " + block);
      }
      for (String row : rows) {
        assertTrue(
            sheets.stream().anyMatch(sheet -> sheet.contains(row)),
            () -> paper + " " + path + " cuts " + row);
      }
      assertFalse(blocks.isEmpty());
    }
    setMedia(browser, "screen", "light");
  }

  private static List<String> texts(String selector) {
    List<?> found = (List<?>) Objects.requireNonNull(browser.executeScript(TEXTS, selector));
    return found.stream().map(String::valueOf).toList();
  }

  /** The text of each sheet, without blanks. */
  private static List<String> printed(double width, double height) throws IOException {
    List<String> sheets = new ArrayList<>();
    try (PDDocument document = Loader.loadPDF(TestBrowser.printed(browser, width, height))) {
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
    setMedia(browser, "print", "light");
    open(ANSWER);
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
    setMedia(browser, "screen", "light");
  }
}
