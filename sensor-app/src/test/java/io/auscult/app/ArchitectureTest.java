package io.auscult.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom: the modules, the stations of the path inside core, and the libraries behind their one package. */
class ArchitectureTest {
    private static final String CORE = "io.auscult.core.";

    /** Station of core -> the other stations it may know, besides {@code counter}, which all may. */
    private static final Map<String, Set<String>> MAY_KNOW = Map.ofEntries(
            Map.entry("counter", Set.of()),
            Map.entry("event", Set.of()),
            Map.entry("capture", Set.of("event")),
            Map.entry("decode", Set.of("capture", "event")),
            Map.entry("protocol", Set.of("event")),
            Map.entry("flow", Set.of("capture", "decode", "protocol", "event")),
            Map.entry("stream", Set.of("capture", "decode", "flow", "protocol", "event")),
            Map.entry("alert", Set.of("event", "disk")),
            Map.entry("disk", Set.of()),
            Map.entry("evidence", Set.of("capture", "decode", "event", "alert", "disk")),
            Map.entry("detect", Set.of("event", "alert")),
            Map.entry("indicator", Set.of("event", "alert")),
            Map.entry(
                    "pipeline", Set.of("capture", "decode", "flow", "stream", "protocol", "event", "detect", "alert")));

    private static JavaClasses code;

    @BeforeAll
    static void readClasses() {
        code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.auscult");
        assertThat(code).isNotEmpty();
    }

    static Stream<String> stations() {
        return MAY_KNOW.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("stations")
    void shouldKnowOnlyItsNeighboursInCore(String station) {
        Set<String> others = new TreeSet<>(MAY_KNOW.keySet());
        others.removeAll(MAY_KNOW.get(station));
        others.remove(station);
        others.remove("counter");
        if (others.isEmpty()) {
            return;
        }
        noClasses()
                .that()
                .resideInAPackage(CORE + station + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        others.stream().map(other -> CORE + other + "..").toArray(String[]::new))
                .allowEmptyShould(true)
                .check(code);
    }

    @Test
    void shouldNameEveryStationOfCore() {
        Set<String> found = code.stream()
                .map(type -> type.getPackageName())
                .filter(name -> name.startsWith(CORE))
                .map(name -> name.substring(CORE.length()).split("\\.", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(MAY_KNOW.keySet()).containsAll(found);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("io.auscult.(*).(*)..").should().beFreeOfCycles().check(code);
    }

    @Test
    void shouldKeepTheModulesApart() {
        noClasses()
                .that()
                .resideInAPackage("io.auscult.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.auscult.rules..", "io.auscult.export..", "io.auscult.app..")
                .check(code);
        noClasses()
                .that()
                .resideInAPackage("io.auscult.rules..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.auscult.export..", "io.auscult.app..")
                .allowEmptyShould(true)
                .check(code);
        noClasses()
                .that()
                .resideInAPackage("io.auscult.export..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.auscult.rules..", "io.auscult.app..")
                .allowEmptyShould(true)
                .check(code);
    }

    /** What a station declares about its events (FlowEvents) is schema; all else in these packages handles packets. */
    @ParameterizedTest
    @ValueSource(strings = {"rules", "export"})
    void shouldNeverShowAPacketTo(String module) {
        noClasses()
                .that()
                .resideInAPackage("io.auscult." + module + "..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(CORE + "capture..", CORE + "decode..", CORE + "flow..", CORE + "stream..")
                                .and(not(simpleNameEndingWith("Events"))))
                .allowEmptyShould(true)
                .check(code);
    }

    static Stream<List<String>> libraries() {
        return Stream.of(
                List.of("net.openhft..", CORE + "alert.."),
                List.of("org.pcap4j..", CORE + "capture.."),
                List.of("com.sun.jna..", CORE + "capture.."),
                List.of("com.github.luben..", CORE + "capture..", "io.auscult.export.archive.."),
                List.of("org.jctools..", CORE + "pipeline.."),
                List.of("io.netty..", "io.auscult.app..", "io.auscult.export.hub.."),
                List.of("io.micrometer..", "io.auscult.app.."),
                List.of("picocli..", "io.auscult.app.."),
                List.of("org.snakeyaml..", "io.auscult.app..", "io.auscult.rules.."),
                List.of("com.google.re2j..", "io.auscult.rules.sigma.."),
                List.of("org.apache.kafka..", "io.auscult.export.kafka.."),
                List.of("com.fasterxml.jackson..", "io.auscult.app..", "io.auscult.rules..", "io.auscult.export.."));
    }

    /** The first is the library, the others are the packages that may see it. */
    @ParameterizedTest
    @MethodSource("libraries")
    void shouldKeepALibraryBehindOnePackage(List<String> libraryAndHomes) {
        String[] homes = libraryAndHomes.subList(1, libraryAndHomes.size()).toArray(String[]::new);
        noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(libraryAndHomes.getFirst())
                .check(code);
    }

    @Test
    void shouldNeverReachIntoMemoryPastTheBounds() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sun.misc..", "jdk.internal..")
                .check(code);
    }

    @Test
    void shouldNameNoPackageAfterNothing() {
        Set<String> nothing = Set.of("util", "utils", "common", "impl", "base", "manager", "helper", "misc");
        assertThat(code.stream()
                        .map(type -> type.getPackageName())
                        .distinct()
                        .filter(name -> Arrays.stream(name.split("\\.")).anyMatch(nothing::contains)))
                .isEmpty();
    }

    @Test
    void shouldKeepNoStateInStatics() {
        classes()
                .that()
                .resideInAPackage("io.auscult..")
                .should(new ArchCondition<>("have only final static fields") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        type.getFields().stream()
                                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                                .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL))
                                .filter(field -> !field.getName().startsWith("$"))
                                .forEach(field -> events.add(SimpleConditionEvent.violated(
                                        field, field.getFullName() + " is static and not final")));
                    }
                })
                .check(code);
    }
}
