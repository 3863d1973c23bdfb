package org.relaywitness.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.output.StringOutput;
import java.util.Locale;
import java.util.Map;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.ProductVersion;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.Answer;

/** Renders the pages from the precompiled templates, which escape every value. */
final class Pages {
  private static final String TEMPLATES = "org.relaywitness.web.templates";

  private final StaticFiles files;
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), TEMPLATES);

  private final Site site;

  Pages(StaticFiles files, Site site) {
    this.files = files;
    this.site = site;
  }

  StaticFiles files() {
    return files;
  }

  /** The form, with the problems of what was asked, if any. */
  String form(FormView form, Texts texts) {
    return render(
        "home.jte", Map.of("frame", frame(texts, texts.text("form.title"), false), "form", form));
  }

  /** An answer, with the form to change the question. */
  String answer(
      Answer answer, Documents documents, FormView form, String jsonAddress, Locale locale) {
    AnswerView view = new AnswerView(answer, documents, locale, jsonAddress, site.publicUrl());
    return render(
        "answer.jte",
        Map.of("frame", frame(view.texts(), view.label(), true), "view", view, "form", form));
  }

  /** A page to read: {@code about}, {@code method} or {@code privacy}. */
  String reading(String name, Texts texts) {
    return render(
        name + ".jte",
        Map.of("frame", frame(texts, texts.text(name + ".title"), false), "site", site));
  }

  /** The readable description of the API. */
  String api(ApiDescription description, Texts texts) {
    return render(
        "api.jte",
        Map.of("frame", frame(texts, texts.text("api.title"), false), "description", description));
  }

  /** The records held and missing: all of them by year, or one month by day. */
  String coverage(CoverageView view) {
    return render(
        view.month() == null ? "coverage.jte" : "month.jte",
        Map.of("frame", frame(view.texts(), view.title(), view.month() != null), "view", view));
  }

  /** A page that says why there is no answer; {@code key} as in {@code error.KEY.title}. */
  String message(String key, Texts texts) {
    return render(
        "message.jte",
        Map.of(
            "frame",
            frame(texts, texts.text("error." + key + ".title"), true),
            "detail",
            texts.text("error." + key + ".detail")));
  }

  private Frame frame(Texts texts, String title, boolean unlisted) {
    return new Frame(
        texts,
        title,
        files.address("style.css"),
        files.address("icon.svg"),
        ProductVersion.current(),
        unlisted);
  }

  private String render(String template, Map<String, Object> values) {
    TemplateOutput output = new StringOutput();
    engine.render(template, values, output);
    return output.toString();
  }
}
