package org.relaywitness;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.Map;
import java.util.Set;

/** Holds the room table of docs/architecture.md: which package may import which. */
@AnalyzeClasses(packages = "org.relaywitness", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("pace", Set.of()),
          Map.entry("directory", Set.of("pace")),
          Map.entry("netdoc", Set.of("directory", "pace")),
          Map.entry("trust", Set.of("directory")),
          Map.entry("archive", Set.of("pace")),
          Map.entry("files", Set.of()),
          Map.entry("lookup", Set.of("directory")),
          Map.entry("store", Set.of("directory", "lookup", "pace")),
          Map.entry("documents", Set.of("directory", "archive", "pace")),
          Map.entry(
              "importer", Set.of("directory", "netdoc", "trust", "archive", "store", "documents")),
          Map.entry("backup", Set.of("directory", "store", "documents", "files")),
          Map.entry("export", Set.of("directory", "lookup", "files")),
          Map.entry("dns", Set.of("directory", "lookup", "watch")),
          Map.entry("watch", Set.of("directory", "lookup")),
          Map.entry("sample", Set.of("directory", "trust")),
          Map.entry("evidence", Set.of("directory", "netdoc", "lookup", "trust", "documents")),
          Map.entry("web", Set.of("directory", "lookup", "evidence", "documents", "watch")));

  @ArchTest static final ArchRule rooms_importOnlyWhatTheTableAllows = roomTable();

  @ArchTest
  static final ArchRule rooms_areFreeOfCycles =
      slices().matching("org.relaywitness.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule sql_staysInTheStoreAndTheExport =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.relaywitness.store..", "org.relaywitness.export..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..");

  @ArchTest
  static final ArchRule postgres_staysInTheStore =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.relaywitness.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.postgresql..", "com.zaxxer..");

  @ArchTest
  static final ArchRule sqlite_staysInTheExport =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.relaywitness.export..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.sqlite..");

  @ArchTest
  static final ArchRule bouncyCastle_staysWithTheSignatures =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.relaywitness.evidence.pades..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bouncycastle..");

  @ArchTest
  static final ArchRule dnsjava_staysInTheDns =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.relaywitness.dns..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.xbill..");

  @ArchTest
  static final ArchRule servlets_stayInTheWeb =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.relaywitness.web..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.servlet..", "org.eclipse.jetty..");

  @ArchTest
  static final ArchRule micrometer_staysInTheWatchAndTheStoresPool =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.relaywitness.watch..", "org.relaywitness.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micrometer..", "io.prometheus..");

  @ArchTest
  static final ArchRule picocli_staysInTheCli =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.relaywitness.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("picocli..");

  private static LayeredArchitecture roomTable() {
    LayeredArchitecture table = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String room : MAY_IMPORT.keySet()) {
      table = table.layer(room).definedBy("org.relaywitness." + room + "..");
    }
    table = table.layer("cli").definedBy("org.relaywitness.cli..");
    for (Map.Entry<String, Set<String>> row : MAY_IMPORT.entrySet()) {
      table =
          row.getValue().isEmpty()
              ? table.whereLayer(row.getKey()).mayNotAccessAnyLayer()
              : table
                  .whereLayer(row.getKey())
                  .mayOnlyAccessLayers(row.getValue().toArray(String[]::new));
    }
    return table.whereLayer("cli").mayNotBeAccessedByAnyLayer();
  }
}
