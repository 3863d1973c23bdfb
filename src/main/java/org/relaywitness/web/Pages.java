package org.relaywitness.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.output.StringOutput;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.Language;
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
  String form(FormView form, PageLanguage language) {
    return render(
        "home.jte",
        Map.of("frame", frame(language, language.texts().text("form.title"), false), "form", form));
  }

  /** An answer, with the form to change the question. */
  String answer(
      Answer answer,
      Understood understood,
      Documents documents,
      FormView form,
      String jsonAddress,
      PageLanguage language) {
    AnswerView view = new AnswerView(answer, documents, language, jsonAddress, site.publicUrl());
    return render(
        "answer.jte",
        Map.of(
            "frame",
            frame(language, view.label(), true),
            "view",
            view,
            "understood",
            understood,
            "form",
            form));
  }

  /** What a report says beside what the records say today, or the forms to ask for that. */
  String check(@Nullable CheckView view, CheckForm form, PageLanguage language) {
    String title = language.texts().text("check.title");
    Map<String, Object> values = new HashMap<>();
    values.put("frame", frame(language, view == null ? title : view.title(), view != null));
    values.put("form", form);
    values.put("view", view);
    return render("check.jte", values);
  }

  /** What a report on several questions says beside what the records say today. */
  String checkCase(CaseCheckView view, CheckForm form, PageLanguage language) {
    return render(
        "check_case.jte",
        Map.of("frame", frame(language, view.title(), true), "form", form, "view", view));
  }

  /** The form that takes several questions. */
  String severalQuestions(CaseForm form, PageLanguage language) {
    String title = language.texts().text("case.title");
    return render(
        "case.jte",
        Map.of("frame", frame(language, title, !form.problems().isEmpty()), "form", form));
  }

  /** A page to read: {@code about}, {@code method} or {@code privacy}. */
  String reading(String name, PageLanguage language) {
    String title = language.texts().text(name + ".title");
    return render(name + ".jte", Map.of("frame", frame(language, title, false), "site", site));
  }

  /** The readable description of the API, which is in English within a page of any language. */
  String api(ApiDescription description, PageLanguage language) {
    Texts english = Texts.of(Language.ENGLISH);
    return render(
        "api.jte",
        Map.of(
            "frame",
            frame(language, english.text("api.title"), false),
            "description",
            description,
            "t",
            english));
  }

  /** The records held and missing: all of them by year, or one month by day. */
  String coverage(CoverageView view, PageLanguage language) {
    return render(
        view.month() == null ? "coverage.jte" : "month.jte",
        Map.of("frame", frame(language, view.title(), view.month() != null), "view", view));
  }

  /** A page that says why there is no answer; {@code key} as in {@code error.KEY.title}. */
  String message(String key, PageLanguage language) {
    Texts texts = language.texts();
    return render(
        "message.jte",
        Map.of(
            "frame",
            frame(language, texts.text("error." + key + ".title"), true),
            "detail",
            texts.text("error." + key + ".detail")));
  }

  private Frame frame(PageLanguage language, String title, boolean unlisted) {
    return new Frame(
        language,
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
