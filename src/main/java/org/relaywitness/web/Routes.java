package org.relaywitness.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** Every path that is answered, and by what. */
final class Routes {
  private static final Set<String> QUESTION =
      Set.of("address", "at", "date", "zone", "tolerance", "port");

  private static final String SCHEMA = "application/schema+json";

  /** More would take the processors from those who ask one question. */
  private static final int MOST_CASES_AT_ONCE = 2;

  private Routes() {}

  /** The routes by servlet path: "" is the root itself, "/" whatever no other path takes. */
  static Map<String, Route> of(Records records, Site site) {
    Pages pages = new Pages(StaticFiles.load(), site);
    Api api = new Api(records);
    Map<String, Route> routes = new LinkedHashMap<>();
    routes.put("", new HomeRoute(records, pages));
    routes.put("/coverage", new CoverageRoute(records, pages));
    Semaphore cases = new Semaphore(MOST_CASES_AT_ONCE);
    routes.put(CheckRoute.PATH, new CheckRoute(records, pages, site.reports(), cases));
    routes.put(CaseRoute.PATH, new CaseRoute(records, pages, site.reports(), cases));
    for (String name : List.of("about", "method", "privacy")) {
      routes.put("/" + name, new ReadingPage(name, pages));
    }
    routes.put("/", new NoSuchPage(pages));
    routes.put("/api/*", new ApiRoute(Set.of(), sent -> ApiRoute.problem("not_found", 404)));
    routes.put("/api/v1/lookup", new ApiRoute(QUESTION, api::lookup));
    routes.put("/api/v1/coverage", new ApiRoute(Set.of("from", "to"), api::coverage));
    routes.put("/api/v1/exits", new ApiRoute(Set.of("at", "port"), api::exits));
    HistoryApi histories = new HistoryApi(records);
    routes.put("/api/v1/relays/*", new ApiRoute(HistoryApi.PARAMETERS, histories::relay));
    routes.put("/api/v1/networks/*", new ApiRoute(HistoryApi.PARAMETERS, histories::network));
    DocumentApi documents = new DocumentApi(records);
    routes.put("/api/v1/documents/*", new ApiRoute(Set.of(), documents::document));
    routes.put("/evidence.json", new ApiRoute(HomeRoute.PARAMETERS, api::evidence));
    routes.put("/evidence.zip", new ApiRoute(HomeRoute.PARAMETERS, api::bundle));
    routes.put(
        "/evidence.pdf",
        new ApiRoute(PdfReport.PARAMETERS, new PdfReport(records, site.reports())::reply));
    routes.put("/query.json", new OriginalRoute(records));
    routes.put("/health/live", new ApiRoute(Set.of(), sent -> Api.live()));
    ApiDescription description = ApiDescription.load();
    routes.put(
        "/openapi.json",
        new ApiRoute(Set.of(), sent -> Reply.json(description.bytes(), Reply.REVALIDATE)));
    byte[] answerSchema = Schemas.answer(description);
    byte[] bundleSchema = Schemas.bundle(description);
    routes.put("/schemas/answer.json", schema(answerSchema));
    routes.put("/schemas/bundle.json", schema(bundleSchema));
    routes.put("/api", new ApiPage(pages, description));
    pages.files().routes().forEach(routes::put);
    return routes;
  }

  private static Route schema(byte[] schema) {
    return new ApiRoute(Set.of(), sent -> Reply.of(200, SCHEMA, schema, Reply.REVALIDATE));
  }
}
