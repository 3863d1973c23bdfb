package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.relaywitness.TestBrowser;
import org.relaywitness.evidence.Language;
import org.relaywitness.lookup.ExampleDocuments;
import org.relaywitness.lookup.ExampleRecords;

/**
 * The pages in every language, in one browser. With the system property {@code page.pictures} set
 * to a folder, leaves pictures there.
 */
class LanguageBrowserIT {
  private static final WebServer SERVER =
      new WebServer(
          ExampleRecords.history(), new ExampleDocuments(), ExampleRecords.CLOCK, FairUse.OFF);
  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
  private static final List<String> PAGES =
      List.of(
          "?",
          "?ip=" + ExampleRecords.OBSERVED + "&date=2024-03-05&time=14:07&zone=Europe/Berlin",
          "?ip=1&date=2024-02-31",
          "coverage?",
          "coverage?month=2024-03");

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  static Path folder;

  @SuppressWarnings("NullAway.Init") // set before all
  private static ChromeDriver browser;

  @BeforeAll
  static void start() {
    TestBrowser.require();
    SERVER.start("127.0.0.1", 0);
    browser = TestBrowser.start(folder.resolve("profile"), true);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.quit();
    }
    SERVER.close();
  }

  private static void open(String page, Language language) {
    browser.get("http://127.0.0.1:" + SERVER.port() + "/" + page + "&lang=" + language.tag());
  }

  private static void setWindow(int width, int height) {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void pages_eachLanguage_breakNoRuleOfWcag22AA(Language language) {
    setWindow(1000, 800);
    for (String page : PAGES) {
      open(page, language);
      Results results = new AxeBuilder().withTags(RULES).analyze(browser);
      assertFalse(results.getPasses().isEmpty(), "no rule was tried: " + page);
      assertEquals(
          List.of(),
          results.getViolations().stream()
              .map(
                  rule ->
                      rule.getId() + rule.getNodes().stream().map(node -> node.getHtml()).toList())
              .toList(),
          language + " " + page);
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void pages_320PixelsWideAndTwiceTheText_needNoSidewaysScrolling(Language language) {
    for (int percent : List.of(100, 200)) {
      setWindow(percent == 100 ? 320 : 640, 640);
      for (String page : PAGES) {
        open(page, language);
        browser.executeScript(
            "document.documentElement.style.fontSize = arguments[0] + '%'", percent);
        assertEquals(
            true,
            browser.executeScript(
                "const page = document.documentElement; return page.scrollWidth <= page.clientWidth"),
            language + " " + percent + " " + page);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void strip_eachLanguage_runsFromLeftToRightWithTheTimeAskedInSight(Language language) {
    setWindow(320, 640);
    open(PAGES.get(1), language);
    assertEquals(
        true,
        browser.executeScript(
            "const x = e => e.getBoundingClientRect().left;"
                + "const hours = [...document.querySelectorAll('.strip .clock')].map(x);"
                + "const seen = document.querySelector('.scroll').getBoundingClientRect();"
                + "const asked = document.querySelector('rect.asked').getBoundingClientRect();"
                + "return hours.length > 6 && hours.every((h, i) => i == 0 || h > hours[i - 1])"
                + " && asked.left >= seen.left && asked.right <= seen.right"));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void languageLink_followed_showsTheSameAnswerInIt(Language language) {
    setWindow(1000, 800);
    open(PAGES.get(1), Language.ENGLISH);
    browser.findElement(By.cssSelector("nav a[hreflang='" + language.tag() + "']")).click();
    assertEquals(language.tag(), browser.findElement(By.tagName("html")).getDomAttribute("lang"));
    assertTrue(browser.findElement(By.tagName("main")).getText().contains("2024-03-05T13:07:00Z"));
    String side = language.rightToLeft() ? "right" : "left";
    assertEquals(
        true,
        browser.executeScript(
            "const h = document.querySelector('h2').getBoundingClientRect();"
                + "const m = document.querySelector('main').getBoundingClientRect();"
                + "return Math.abs(h[arguments[0]] - m[arguments[0]]) < 2",
            side));
    pictures(language);
  }

  private static void pictures(Language language) {
    String pictures = System.getProperty("page.pictures", "");
    if (pictures.isEmpty()) {
      return;
    }
    picture(pictures, language, "answer", 1000, 3000, PAGES.get(1), "screen", "light");
    picture(pictures, language, "narrow-dark", 320, 3600, PAGES.get(1), "screen", "dark");
    picture(pictures, language, "invalid", 700, 1800, PAGES.get(2), "screen", "light");
    picture(pictures, language, "print", 794, 2400, PAGES.get(1), "print", "light");
    picture(pictures, language, "coverage", 900, 1500, PAGES.get(3), "screen", "light");
  }

  private static void picture(
      String folder,
      Language language,
      String name,
      int width,
      int height,
      String page,
      String media,
      String scheme) {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            media,
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    setWindow(width, height);
    open(page, language);
    try {
      Files.write(
          Path.of(folder, language.tag() + "-" + name + ".png"),
          browser.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "screen"));
  }
}
