package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.TestBrowser.setMedia;
import static org.relaywitness.TestBrowser.setWindow;
import static org.relaywitness.TestBrowser.text;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.relaywitness.Accessibility;
import org.relaywitness.TestBrowser;
import org.relaywitness.evidence.Language;
import org.relaywitness.lookup.ExampleRecords;

/** The pages in every language, in one browser. */
class LanguageBrowserIT {
  @AutoClose private static final ExampleSite SITE = new ExampleSite();
  private static final String ANSWER = ExampleSite.answer(ExampleRecords.OBSERVED);
  private static final String INVALID = "/?ip=1&date=2024-02-31";
  private static final String COVERAGE = "/coverage?";
  private static final List<String> PAGES =
      List.of("/?", ANSWER, INVALID, "/case?", "/check?", COVERAGE, "/coverage?month=2024-03");

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  static Path folder;

  @SuppressWarnings("NullAway.Init") // set before all
  private static ChromeDriver browser;

  @BeforeAll
  static void start() {
    TestBrowser.require();
    browser = TestBrowser.start(folder.resolve("profile"), true);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.quit();
    }
  }

  private static void open(String page, Language language) {
    browser.get(SITE.address(page + "&lang=" + language.tag()));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void pages_eachLanguage_breakNoRuleOfWcag22AA(Language language) {
    setWindow(browser, 1000, 800);
    for (String page : PAGES) {
      open(page, language);
      assertEquals(List.of(), Accessibility.brokenRules(browser), language + " " + page);
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void pages_320PixelsWideAndTwiceTheText_needNoSidewaysScrolling(Language language) {
    for (int percent : List.of(100, 200)) {
      int width = percent == 100 ? 320 : 640;
      setWindow(browser, width, 640);
      for (String page : PAGES) {
        open(page, language);
        browser.executeScript(
            "document.documentElement.style.fontSize = arguments[0] + '%'", percent);
        assertEquals(
            List.of(),
            Accessibility.beyondTheWindow(browser, width),
            language + " " + percent + " " + page);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void strip_eachLanguage_runsFromLeftToRightWithTheTimeAskedInSight(Language language) {
    setWindow(browser, 320, 640);
    open(ANSWER, language);
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
    setWindow(browser, 1000, 800);
    open(ANSWER, Language.ENGLISH);
    browser.findElement(By.cssSelector("nav a[hreflang='" + language.tag() + "']")).click();
    assertEquals(language.tag(), browser.findElement(By.tagName("html")).getDomAttribute("lang"));
    assertTrue(text(browser, "main").contains("2024-03-05T13:07:00Z"));
    String side = language.rightToLeft() ? "right" : "left";
    assertEquals(
        true,
        browser.executeScript(
            "const h = document.querySelector('h2').getBoundingClientRect();"
                + "const m = document.querySelector('main').getBoundingClientRect();"
                + "return Math.abs(h[arguments[0]] - m[arguments[0]]) < 2",
            side));
    if (TestBrowser.takesPictures()) {
      picture(language, "answer", 1000, 3000, ANSWER, "screen", "light");
      picture(language, "narrow-dark", 320, 3600, ANSWER, "screen", "dark");
      picture(language, "invalid", 700, 1800, INVALID, "screen", "light");
      picture(language, "print", 794, 2400, ANSWER, "print", "light");
      picture(language, "coverage", 900, 1500, COVERAGE, "screen", "light");
    }
  }

  private static void picture(
      Language language,
      String name,
      int width,
      int height,
      String page,
      String media,
      String scheme) {
    setMedia(browser, media, scheme);
    setWindow(browser, width, height);
    open(page, language);
    TestBrowser.picture(browser, language.tag() + "-" + name);
    setMedia(browser, "screen", "light");
  }
}
