package io.auscult.export.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.core.alert.Incident;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.export.SampleIncidents;
import io.auscult.export.Secret;
import io.auscult.export.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShareKeysTest {
    private static final Duration QUARTER = Duration.ofDays(90);
    private static final IpAddress HOST = IpAddress.parse("10.1.2.3");

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");

    private ShareKeys keys(String name, Secret... own) throws IOException {
        return ShareKeys.open(folder.resolve(name), List.of(own), QUARTER, () -> now);
    }

    private Secret secret(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Secret.ofFile(file);
    }

    private static String pseudonym(ShareKeys keys, String incident) throws IOException {
        return new Pseudonyms(keys.of(incident, List.of())).address(HOST).toString();
    }

    @Test
    void shouldRememberNoKeyThatAFullDiskDidNotTake(@TempDir Path parent) throws IOException {
        try (SmallDisk disk = SmallDisk.mount(parent, 1 << 20)) {
            Path place = disk.folder().resolve("keys");
            ShareKeys keys = ShareKeys.open(place, List.of(), QUARTER, () -> now);
            pseudonym(keys, "0");
            disk.fill("others");
            AtomicInteger incident = new AtomicInteger();
            assertThatThrownBy(() -> {
                        while (incident.incrementAndGet() < 10_000) {
                            pseudonym(keys, incident.toString());
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("incidents: No space left on device");
            disk.empty("others");
            String told = pseudonym(keys, incident.toString());
            now = now.plus(QUARTER).plus(QUARTER);
            ShareKeys restarted = ShareKeys.open(place, List.of(), QUARTER, () -> now);
            assertThat(pseudonym(restarted, incident.toString())).isEqualTo(told);
            assertThat(pseudonym(restarted, "0")).isEqualTo(told);
            assertThat(pseudonym(restarted, "new")).isNotEqualTo(told);
        }
    }

    @Test
    void shouldGiveTheSamePseudonymsAtTwoSensorsWithOneKey() throws IOException {
        Secret own = secret("own", "0123456789abcdef".repeat(4));
        assertThat(pseudonym(keys("a", own), "1"))
                .isEqualTo(pseudonym(keys("b", own), "2"))
                .isNotEqualTo(pseudonym(keys("c"), "1"));
        try (Stream<Path> files = Files.list(folder.resolve("a"))) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .as("the hospital's own key is not written anywhere")
                    .noneMatch(name -> name.endsWith(".key"));
        }
    }

    @Test
    void shouldKeepTheKeyOfWhatGoesOnWhenTheHospitalTakesANewOne() throws IOException {
        Secret first = secret("first", "01".repeat(32));
        Secret second = secret("second", "02".repeat(32));
        String before = pseudonym(keys("a"), "0");
        String old = pseudonym(keys("a", first), "1");
        ShareKeys both = keys("a", second, first);
        assertThat(pseudonym(both, "0")).as("of a key that was made here").isEqualTo(before);
        assertThat(pseudonym(both, "1")).isEqualTo(old);
        assertThat(pseudonym(both, "2")).isNotEqualTo(old).isNotEqualTo(before);
    }

    @Test
    void shouldNeverShowAKeyThatIsNone() throws IOException {
        Secret wrong = secret("wrong", "0123456789abcdef".repeat(4) + "f");
        assertThatThrownBy(() -> keys("a", wrong))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("wrong: not shown (expected: 64 hexadecimal digits")
                .hasMessageNotContaining("0123456789abcdef");
    }

    @Test
    void shouldSeeWhatAnotherProcessNoted() throws IOException {
        ShareKeys sensor = keys("a");
        ShareKeys command = keys("a");
        String shown = pseudonym(command, "1");
        now = now.plus(QUARTER);
        assertThat(pseudonym(sensor, "1")).isEqualTo(shown);
        assertThat(pseudonym(sensor, "2")).isNotEqualTo(shown);
        assertThat(pseudonym(command, "2")).isEqualTo(pseudonym(sensor, "2"));
    }

    @Test
    void shouldForgetTheOldestIncidentsInTheFileToo() throws IOException {
        ShareKeys keys = keys("a");
        StringBuilder many = new StringBuilder();
        String id = keys.all().getFirst().id();
        for (int i = 0; i < 2 * ShareKeys.MAX_INCIDENTS + 1; i++) {
            many.append("%06x %s\n".formatted(i, id));
        }
        Path file = Files.writeString(folder.resolve("a/incidents"), many);
        keys.of("fffff1", List.of());
        assertThat(Files.readAllLines(file))
                .hasSize(ShareKeys.MAX_INCIDENTS)
                .last()
                .isEqualTo("fffff1 " + id);
        keys.of("fffff2", List.of());
        assertThat(Files.readAllLines(file)).hasSize(ShareKeys.MAX_INCIDENTS + 1);
    }

    @Test
    void shouldTellTheHospitalWhoIsBehindAPseudonymOfAnOldKey() throws IOException {
        ShareKeys keys = keys("a");
        Pseudonyms old = new Pseudonyms(keys.of("1", List.of()));
        now = now.plus(QUARTER);
        assertThat(keys.of("2", List.of()).id()).isNotEqualTo(old.key().id());
        Incident incident = SampleIncidents.full(1, 3);
        IpAddress address = incident.actor().ip();
        assertThat(address).isNotNull();
        assertThat(found(keys, incident, old.address(address).toString()))
                .containsExactly(new Resolver.Found(
                        "address", address.toString(), old.key().toString()));
        assertThat(found(keys, incident, old.id(incident.id())))
                .singleElement()
                .extracting(Resolver.Found::original)
                .isEqualTo(incident.id());
        assertThat(found(keys, incident, old.user("JAN@hospital.be").toUpperCase(java.util.Locale.ROOT)))
                .anyMatch(
                        found -> found.what().equals("user") && found.original().equals("jan"));
        assertThat(found(keys, incident, "240.9.9.9")).isEmpty();
    }

    private static List<Resolver.Found> found(ShareKeys keys, Incident incident, String pseudonym) {
        Resolver resolver = new Resolver(pseudonym, keys, LocalNets.DEFAULT, List.of());
        resolver.look(incident);
        return resolver.found();
    }
}
