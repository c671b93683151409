package io.auscult.export.misp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.core.alert.Incident;
import io.auscult.export.LaterException;
import io.auscult.export.RejectedException;
import io.auscult.export.Secret;
import io.auscult.export.TestAuthority;
import io.auscult.export.TlsSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A MISP server that is not well, or does not want what it is given. */
class MispTroubleTest {
    private static final String ATTRIBUTE = "5e3c1d0a-7c54-4e0e-9d4f-2b1f0a9c1e77";

    @TempDir
    Path folder;

    private FakeMisp misp;

    @BeforeEach
    void start() throws IOException {
        misp = new FakeMisp();
        key(FakeMisp.KEY);
    }

    @AfterEach
    void stop() {
        misp.close();
        assertThat(misp.violations).as("requests that MISP has not published").isEmpty();
    }

    private Secret key(String text) throws IOException {
        Path file = folder.resolve("key");
        Files.writeString(file, text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Secret.ofFile(file);
    }

    private MispSettings settings() {
        return MispSettings.of("misp", misp.url(), Secret.ofFile(folder.resolve("key")));
    }

    private MispExporter exporter() throws IOException {
        MispExporter exporter = new MispExporter(settings());
        exporter.resume(null);
        return exporter;
    }

    private ObjectNode event() {
        assertThat(misp.events).hasSize(1);
        return misp.events.values().iterator().next();
    }

    private static void send(MispExporter exporter, Incident... incidents) throws IOException {
        for (Incident incident : incidents) {
            exporter.deliver(incident);
        }
        exporter.flush();
    }

    @Test
    void shouldMakeOneEventWhenKilledBetweenAddAndCheckpoint() throws IOException {
        for (int round = 0; round < 3; round++) {
            misp.next.add(
                    round == 0 ? misp.lostAnswer() : round == 1 ? misp.cutAnswer() : FakeMisp.status(502, "<html>"));
            MispExporter killed = exporter();
            assertThatThrownBy(() -> send(killed, TestIncidents.fromOutside("i1", 1, 3)))
                    .isInstanceOf(IOException.class);
            killed.close();
        }
        try (MispExporter exporter = exporter()) {
            send(exporter, TestIncidents.fromOutside("i1", 1, 3));
        }
        assertThat(event().path("Object")).hasSize(2);
        assertThat(misp.requests).filteredOn("POST /events/add"::equals).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 405})
    void shouldPublishAfterAllWhatWasSentBeforeItWasAllowedTo(int refusal) throws IOException {
        misp.noPublishing = refusal;
        MispSettings wanted = TestIncidents.publishing(settings(), 0);
        misp.mayPublish = false;
        try (MispExporter exporter = new MispExporter(wanted)) {
            exporter.resume(null);
            assertThatThrownBy(() -> send(exporter, TestIncidents.fromOutside("i1", 1, 3)))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(RejectedException.class)
                    .hasMessageContaining(Integer.toString(refusal))
                    .hasMessageContaining("key")
                    .hasMessageStartingWith("misp: ");
            misp.mayPublish = true;
            exporter.resume(null);
            send(exporter, TestIncidents.fromOutside("i1", 1, 3));
        }
        assertThat(event().path("published").asBoolean()).isTrue();
    }

    @Test
    void shouldSayThatTheKeyIsWrongWithoutSayingIt() throws IOException {
        key("wrongwrongwrongwrong");
        try (MispExporter exporter = exporter()) {
            Throwable thrown = catchThrowable(() -> send(exporter, TestIncidents.fromOutside("i1", 1, 3)));
            assertThat(thrown)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(RejectedException.class)
                    .hasMessageContaining("403")
                    .hasMessageContaining("key")
                    .hasMessageNotContaining("wrongwrong");
            key(FakeMisp.KEY);
            exporter.resume(null);
            send(exporter, TestIncidents.fromOutside("i1", 1, 3));
        }
        assertThat(misp.events).hasSize(1);
        assertThat(settings().toString()).doesNotContain(FakeMisp.KEY);
    }

    @Test
    void shouldComeBackWhenTheServerSays() throws IOException {
        try (MispExporter exporter = exporter()) {
            misp.next.add(FakeMisp.status(429, "{}", "Retry-After", "17"));
            assertThat(catchThrowable(() -> send(exporter, TestIncidents.fromOutside("i1", 1, 3))))
                    .isInstanceOfSatisfying(
                            LaterException.class,
                            later -> assertThat(later.delay()).hasSeconds(17));
            misp.next.add(FakeMisp.status(503, "busy", "Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"));
            assertThat(catchThrowable(exporter::flush)).isExactlyInstanceOf(IOException.class); // when that has passed
            misp.next.add(FakeMisp.status(429, "{}", "X-Rate-Limit-Reset", "60"));
            assertThat(catchThrowable(exporter::flush)).isInstanceOf(LaterException.class);
            misp.next.add(FakeMisp.status(503, "busy"));
            assertThat(catchThrowable(exporter::flush))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(LaterException.class);
            exporter.flush();
        }
        assertThat(misp.events).hasSize(1);
    }

    @Test
    void shouldTryAgainWhateverIsNoAnswer() throws IOException {
        for (FakeMisp.Trouble trouble : List.of(
                FakeMisp.status(500, "{\"name\":\"An Internal Error Has Occurred.\"}"),
                FakeMisp.status(502, "<html>Bad gateway</html>"),
                FakeMisp.status(302, "", "Location", "/users/login"),
                FakeMisp.status(200, "<html>Login</html>"),
                FakeMisp.status(200, ""),
                FakeMisp.status(200, "{\"Event\":{\"uuid\":\"else\"}}"),
                FakeMisp.status(404, "{\"name\":\"Not Found\"}"),
                FakeMisp.status(405, "{\"name\":\"Invalid Sharing Group or not authorised.\"}"))) {
            try (MispExporter exporter = exporter()) {
                misp.next.add(trouble);
                assertThat(catchThrowable(() -> send(exporter, TestIncidents.fromOutside("i1", 1, 3))))
                        .isInstanceOf(IOException.class)
                        .isNotInstanceOf(RejectedException.class)
                        .hasMessageStartingWith("misp: ");
            }
        }
        try (MispExporter exporter = exporter()) {
            send(exporter, TestIncidents.fromOutside("i1", 1, 3));
        }
        assertThat(misp.events).hasSize(1);
    }

    @Test
    void shouldGiveUpOnlyWhatMispRefuses() throws IOException {
        try (MispExporter exporter = exporter()) {
            misp.next.add(
                    FakeMisp.status(
                            403,
                            "{\"saved\":false,\"name\":\"Could not add Event\",\"errors\":{\"Event\":{\"info\":[\"Info cannot be empty.\"]}}}"));
            assertThatThrownBy(() -> send(exporter, TestIncidents.fromOutside("i1", 1, 3)))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("Info cannot be empty");
        }
    }

    @Test
    void shouldLeaveOutWhatSomebodyDeletedThere() throws IOException {
        misp.blocked.add(MispIds.ofIncident("i1").toString());
        try (MispExporter exporter = exporter()) {
            send(exporter, TestIncidents.fromOutside("i1", 1, 3), TestIncidents.fromOutside("i2", 1, 3));
            send(exporter, TestIncidents.fromOutside("i1", 2, 5));
        }
        assertThat(misp.events).containsOnlyKeys(MispIds.ofIncident("i2").toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldHeedThatItsEventWasDeleted(boolean isBlocked) throws IOException {
        String uuid = MispIds.ofIncident("i1").toString();
        try (MispExporter exporter = exporter()) {
            send(exporter, TestIncidents.fromOutside("i1", 1, 3));
            misp.delete(uuid, isBlocked);
            send(exporter, TestIncidents.grown("i1", 2, 9));
            send(exporter, TestIncidents.grown("i1", 3, 10));
        }
        if (isBlocked) {
            assertThat(misp.events).isEmpty();
        } else {
            assertThat(event().path("info").asText()).isEqualTo("203.0.113.9 got in");
        }
    }

    @Test
    void shouldSayThatItMayNotSeeWhatExists() throws IOException {
        try (MispExporter exporter = exporter()) {
            misp.next.add(
                    FakeMisp.status(
                            404,
                            "{\"name\":\"Event already exists, if you would like to edit it, use the url in the location header.\"}"));
            assertThatThrownBy(() -> send(exporter, TestIncidents.fromOutside("i1", 1, 3)))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageContaining("may its user see the event?");
        }
    }

    @Test
    void shouldSendSomeAtOnceAndTheOthersAfterATrouble() throws IOException {
        misp.thinksMs = 20;
        Incident[] many = IntStream.rangeClosed(1, 30)
                .mapToObj(i -> TestIncidents.fromOutside("i" + i, 1, 3))
                .toArray(Incident[]::new);
        try (MispExporter exporter = exporter()) {
            for (int i = 0; i < 10; i++) {
                misp.next.add(misp.asked());
            }
            misp.next.add(FakeMisp.status(500, "{}"));
            assertThatThrownBy(() -> send(exporter, many)).isExactlyInstanceOf(IOException.class);
            exporter.resume(null);
            send(exporter, many);
        }
        assertThat(misp.events).hasSize(30);
        assertThat(misp.mostAtOnce.get()).isBetween(2, 4);
        assertThat(misp.requests).filteredOn("POST /events/add"::equals).hasSizeLessThan(30 + 15);
    }

    @Test
    void shouldNotWaitLongerThanTheTimeOut() throws IOException {
        MispSettings hasty = TestIncidents.hasty(settings(), Duration.ofSeconds(2));
        try (MispExporter exporter = new MispExporter(hasty)) {
            exporter.resume(null);
            misp.next.add(FakeMisp.slow(30_000));
            long begin = System.nanoTime();
            assertThatThrownBy(() -> send(exporter, TestIncidents.fromOutside("i1", 1, 3)))
                    .isInstanceOf(IOException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        }
    }

    /** Of a sighting: look at the attribute, look at its sightings, add one. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldTellOfASightingOnceAfterTroubleInAnyOfItsRequests(int before) throws IOException {
        misp.known.add(ATTRIBUTE);
        try (MispExporter exporter = new MispExporter(TestIncidents.sighting(settings(), "misp"))) {
            for (FakeMisp.Trouble trouble : List.of(
                    FakeMisp.status(500, "{\"name\":\"An Internal Error Has Occurred.\"}"),
                    FakeMisp.status(before == 0 ? 502 : 405, "{\"name\":\"You do not have permission to use this.\"}"),
                    before == 2
                            ? misp.lostAnswer()
                            : misp.cutAnswer())) { // a lost GET is sent again by the client itself
                exporter.resume(null);
                for (int i = 0; i < before; i++) {
                    misp.next.add(misp.asked());
                }
                misp.next.add(trouble);
                exporter.deliver(TestIncidents.met("misp", ATTRIBUTE, 1));
                assertThatThrownBy(exporter::flush)
                        .isInstanceOf(IOException.class)
                        .isNotInstanceOf(RejectedException.class)
                        .hasMessageStartingWith("misp: ");
            }
            exporter.resume(null);
            exporter.deliver(TestIncidents.met("misp", ATTRIBUTE, 1));
            exporter.flush();
            exporter.deliver(TestIncidents.met("misp", ATTRIBUTE, 1));
            exporter.flush();
        }
        assertThat(misp.sightings).hasSize(1);
        assertThat(misp.requests)
                .filteredOn(asked -> asked.startsWith("POST /sightings"))
                .hasSize(1);
    }

    @Test
    void shouldBelieveOnlyTheAuthorityItWasGiven() throws IOException {
        TestAuthority ours = new TestAuthority(folder.resolve("ours"));
        TestAuthority others = new TestAuthority(folder.resolve("others"));
        TlsSettings server = ours.settings("misp", "IP:127.0.0.1");
        try (FakeMisp secure = new FakeMisp(server.context("server"))) {
            MispSettings right =
                    TestIncidents.over(settings(), secure.url(), new TlsSettings(ours.ca(), null, null, null, false));
            MispSettings wrong =
                    TestIncidents.over(settings(), secure.url(), new TlsSettings(others.ca(), null, null, null, false));
            try (MispExporter exporter = new MispExporter(wrong)) {
                exporter.resume(null);
                assertThatThrownBy(() -> send(exporter, TestIncidents.fromOutside("i1", 1, 3)))
                        .isInstanceOf(IOException.class);
            }
            assertThat(secure.requests).isEmpty();
            try (MispExporter exporter = new MispExporter(right)) {
                exporter.resume(null);
                send(exporter, TestIncidents.fromOutside("i1", 1, 3));
            }
            assertThat(secure.events).hasSize(1);
        }
    }

    @Test
    void shouldRefuseSettingsThatCannotWork() {
        Secret key = Secret.ofFile(folder.resolve("key"));
        for (String url : List.of(
                "ftp://misp.test",
                "http://misp.test",
                "http://127.evil.test",
                "misp.test",
                "https://user:pass@misp.test",
                "https://misp.test/?key=x")) {
            assertThatThrownBy(() -> MispSettings.of("misp", URI.create(url), key))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("url: ")
                    .hasMessageNotContaining("pass@");
        }
        assertThat(MispSettings.of("misp", URI.create("https://misp.test/sub//"), key)
                        .url())
                .hasToString("https://misp.test/sub");
    }
}
