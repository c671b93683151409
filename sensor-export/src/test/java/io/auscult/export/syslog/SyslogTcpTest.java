package io.auscult.export.syslog;

import static io.auscult.export.SampleAlerts.deliver;
import static io.auscult.export.SampleAlerts.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.core.alert.Level;
import io.auscult.export.Exporter;
import io.auscult.export.ExporterContract;
import io.auscult.export.Origin;
import io.auscult.export.Receipt;
import io.auscult.export.SampleAlerts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.TestAuthority;
import io.auscult.export.TlsSettings;
import io.auscult.export.syslog.SyslogSettings.Facility;
import io.auscult.export.syslog.SyslogSettings.Form;
import io.auscult.export.syslog.SyslogSettings.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TCP to a receiver that goes in every way there is. */
class SyslogTcpTest extends ExporterContract {
    static final Origin ORIGIN = new Origin("sensor-1", "1.2.3", index -> null);

    @TempDir
    Path folder;

    private final List<Rsyslog> rsyslogs = new ArrayList<>();
    private FramedReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = new FramedReceiver(null);
    }

    @AfterEach
    void stop() throws IOException {
        receiver.close();
        rsyslogs.forEach(Rsyslog::close);
    }

    @Override
    protected Exporter open() {
        return openThrough(receiver.port());
    }

    @Override
    protected int receiverPort() {
        return receiver.port();
    }

    @Override
    protected Exporter openThrough(int port) {
        return new SyslogExporter(settings(port, Level.INFORMATIONAL, true, true), ORIGIN, folder);
    }

    private SyslogSettings settings(Level minimum, boolean alerts, boolean incidents) {
        return settings(receiver.port(), minimum, alerts, incidents);
    }

    private static SyslogSettings settings(int port, Level minimum, boolean alerts, boolean incidents) {
        return new SyslogSettings(
                "siem",
                Transport.TCP,
                "127.0.0.1",
                port,
                null,
                Form.CEF,
                Facility.LOCAL0,
                minimum,
                alerts,
                incidents,
                "en",
                8192,
                Duration.ofSeconds(2));
    }

    @Override
    protected List<String> received() {
        return List.copyOf(new LinkedHashSet<>(all()));
    }

    /** With those that came twice. */
    private List<String> all() {
        awaitSilence();
        return receiver.messages().stream()
                .map(ParsedMessage::of)
                .filter(message -> message.messageId().equals("alert"))
                .map(message -> message.parameter("id"))
                .toList();
    }

    @Override
    protected void awaitReceived(Predicate<List<String>> condition) throws IOException {
        for (int tries = 0; tries < 100 && !condition.test(received()); tries++) {
            pause(100);
        }
    }

    private void awaitSilence() {
        int before = -1;
        while (before != receiver.messages().size()) {
            before = receiver.messages().size();
            pause(150);
        }
    }

    private static void pause(int ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected boolean stopReceiver() throws IOException {
        receiver.stop();
        return true;
    }

    @Override
    protected void startReceiver() throws IOException {
        receiver.start();
    }

    /** To a real rsyslog where there is one. */
    @Override
    protected Map<String, Exporter> rated() throws IOException {
        Map<String, Exporter> rated = new LinkedHashMap<>();
        if (!Rsyslog.isInstalled("ossl")) {
            rated.put("syslog over TCP", open());
            return rated;
        }
        TestAuthority authority = new TestAuthority(folder.resolve("ca"));
        TlsSettings tls = new TlsSettings(authority.ca(), null, null, "siem.test", false);
        rsyslogs.add(Rsyslog.tls(folder.resolve("tls"), authority, "ossl", false));
        rsyslogs.add(Rsyslog.tcp(folder.resolve("tcp")));
        for (Rsyslog rsyslog : rsyslogs) {
            rsyslog.start();
        }
        for (Form form : Form.values()) {
            rated.put("syslog over TLS " + form, to(Transport.TLS, rsyslogs.getFirst(), tls, form));
        }
        rated.put("syslog over TCP CEF", to(Transport.TCP, rsyslogs.getLast(), null, Form.CEF));
        return rated;
    }

    private Exporter to(Transport transport, Rsyslog rsyslog, @Nullable TlsSettings tls, Form form) {
        SyslogSettings usual = SyslogSettings.of("siem", transport, "127.0.0.1", rsyslog.port(), tls, form);
        return new SyslogExporter(
                new SyslogSettings(
                        usual.name(),
                        transport,
                        usual.host(),
                        usual.port(),
                        tls,
                        form,
                        usual.facility(),
                        usual.minimum(),
                        true,
                        true,
                        usual.language(),
                        usual.maxBytes(),
                        usual.timeout()),
                ORIGIN,
                folder);
    }

    @Test
    void shouldSendEverythingOnceWhileAllIsWell() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            for (int batch = 0; batch < 20; batch++) {
                deliver(exporter, 100 * batch + 1, 100 * batch + 100);
                exporter.flush();
            }
        }
        assertThat(all()).isEqualTo(ids(1, 2000));
        assertThat(receiver.connections.get()).isEqualTo(1);
    }

    @Test
    void shouldSendAgainWhatAKilledReceiverMayNotHaveRead() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            deliver(exporter, 1, 3);
            exporter.flush();
            receiver.isStalled = true;
            deliver(exporter, 4, 5); // taken by its system, read by nobody
            Receipt receipt = exporter.flush();
            assertThat(received()).doesNotContain("alert-5");
            receiver.kill();
            receiver.isStalled = false;
            assertThatThrownBy(() -> untilItFails(exporter)).isInstanceOf(IOException.class);
            receiver.start();
            exporter.resume(receipt);
            deliver(exporter, 6, 6);
            exporter.flush();
        }
        assertThat(all()).startsWith("alert-1", "alert-2", "alert-3").endsWith("alert-5", "alert-6");
        assertThat(received()).isEqualTo(ids(1, 6));
    }

    @Test
    void shouldSendAgainWhatWasJustTakenWhenTheReceiverEndsInOrder() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            deliver(exporter, 1, 2);
            Receipt receipt = exporter.flush();
            receiver.stop();
            assertThatThrownBy(() -> untilItFails(exporter)).isInstanceOf(IOException.class);
            receiver.start();
            exporter.resume(receipt);
            deliver(exporter, 3, 3);
            exporter.flush();
            exporter.resume(receipt); // our own end is no reason to send again
            exporter.flush();
        }
        assertThat(all()).isEqualTo(List.of("alert-1", "alert-2", "alert-1", "alert-2", "alert-3"));
    }

    @Test
    void shouldSendAgainAtOnceWhenTheReceiverGoesWhileNothingIsToBeTold() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            exporter.idle();
            deliver(exporter, 1, 2);
            Receipt receipt = exporter.flush();
            receiver.stop();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 200; i++) {
                            exporter.idle();
                            pause(10);
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed the connection");
            receiver.start();
            exporter.resume(receipt);
            exporter.idle();
        }
        assertThat(all()).isEqualTo(List.of("alert-1", "alert-2", "alert-1", "alert-2"));
    }

    /** As after kill -9: nobody closed anything, and the receiver goes at the same moment. */
    @Test
    void shouldSendAgainAfterARestartWhatNobodyMayHaveRead() throws IOException {
        Exporter killed = open();
        killed.resume(null);
        deliver(killed, 1, 2);
        killed.flush();
        receiver.isStalled = true;
        deliver(killed, 3, 5); // taken by its system, read by nobody
        Receipt receipt = killed.flush(); // and the checkpoint is written
        receiver.kill();
        receiver.isStalled = false;
        Path file = folder.resolve("siem.taken");
        byte[] left = Files.readAllBytes(file);
        killed.close();
        Files.write(file, left);
        Files.write(
                file, new byte[] {0, 0, 0, 100, 1}, StandardOpenOption.APPEND); // cut short in the middle of a message
        receiver.start();
        try (Exporter restarted = open()) {
            restarted.resume(receipt);
            deliver(restarted, 6, 6);
            restarted.flush();
        }
        assertThat(received()).isEqualTo(ids(1, 6));
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldSendNothingAgainAfterAnOrderlyRestart() throws IOException {
        for (int run = 0; run < 3; run++) {
            try (Exporter exporter = open()) {
                exporter.resume(null);
                deliver(exporter, 10 * run + 1, 10 * run + 10);
                exporter.flush();
            }
        }
        assertThat(all()).isEqualTo(ids(1, 30));
    }

    /** However soon after the receiver's end our own follows. */
    @Test
    void shouldNotTakeTheReceiversEndForAnAnswerToOurs() throws IOException {
        for (int run = 0; run < 20; run++) {
            Exporter exporter = open();
            exporter.resume(null);
            deliver(exporter, run + 1, run + 1);
            exporter.flush();
            receiver.stop();
            exporter.close();
            assertThat(folder.resolve("siem.taken")).as("run " + run).exists();
            receiver.start();
        }
    }

    /** It took everything and does not say goodbye: perhaps it hangs, and is killed. */
    @Test
    void shouldSendAgainAfterARestartWhatAReceiverThatHungMayNotHaveRead() throws IOException {
        receiver.isStalled = true;
        try (Exporter exporter = open()) {
            exporter.resume(null);
            deliver(exporter, 1, 3);
            exporter.flush();
        }
        receiver.kill();
        receiver.isStalled = false;
        receiver.start();
        try (Exporter exporter = open()) {
            exporter.resume(null);
            exporter.flush();
        }
        assertThat(received()).isEqualTo(ids(1, 3));
    }

    @Test
    void shouldGiveUpAReceiverThatTakesNothing() throws IOException {
        receiver.isStalled = true;
        try (Exporter exporter = open()) {
            exporter.resume(null);
            long began = System.nanoTime();
            assertThatThrownBy(() -> {
                        for (int i = 1; i < 100_000; i++) {
                            deliver(exporter, i, i);
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("siem: 127.0.0.1 port ")
                    .hasMessageContaining("2000 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void shouldSayWhoCannotBeReached() throws IOException {
        receiver.stop();
        try (Exporter exporter = open()) {
            assertThatThrownBy(() -> exporter.resume(null))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("siem: 127.0.0.1 port " + receiver.port() + ": ")
                    .hasMessageContaining("refused");
        }
    }

    @Test
    void shouldLeaveOutWhatIsBelowTheMinimumOrNotAskedFor() throws IOException {
        try (Exporter exporter = new SyslogExporter(settings(Level.HIGH, true, false), ORIGIN, folder)) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.bare(1)); // low
            exporter.deliver(SampleAlerts.full(2)); // high
            exporter.deliver(SampleIncidents.full(1, 1));
            exporter.flush();
        }
        assertThat(all()).containsExactly("alert-2");
        assertThat(receiver.messages()).hasSize(1);
        try (Exporter exporter = new SyslogExporter(settings(Level.HIGH, false, true), ORIGIN, folder)) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(3));
            exporter.deliver(SampleIncidents.full(1, 2));
            exporter.flush();
        }
        awaitSilence();
        assertThat(ParsedMessage.of(receiver.messages().getLast()).parameter("alerts"))
                .isEqualTo("2");
        assertThat(receiver.messages()).hasSize(2);
    }

    private static void untilItFails(Exporter exporter) throws IOException {
        for (int i = 0; i < 200; i++) {
            exporter.flush();
            pause(10);
        }
    }
}
