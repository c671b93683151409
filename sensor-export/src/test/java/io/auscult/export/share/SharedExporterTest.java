package io.auscult.export.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.Exporter;
import io.auscult.export.Receipt;
import io.auscult.export.RejectedException;
import io.auscult.export.SampleAlerts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedExporterTest {
    private static final Marking GREEN = new Marking(Tlp.GREEN, Pap.GREEN);

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final List<JournalEntry> journal = new ArrayList<>();
    private final Receiver receiver = new Receiver();
    private Approvals approvals;
    private Markings markings;

    private final class Receiver implements Exporter {
        private final List<JournalEntry> got = new ArrayList<>();
        private boolean refuses;

        @Override
        public String name() {
            return "partner";
        }

        @Override
        public void resume(@Nullable Receipt last) {}

        @Override
        public void deliver(Alert alert) throws IOException {
            take(alert);
        }

        @Override
        public void deliver(Incident incident) throws IOException {
            take(incident);
        }

        private void take(JournalEntry entry) throws IOException {
            if (refuses) {
                throw new RejectedException("partner: no");
            }
            got.add(entry);
        }

        @Override
        public Receipt flush() {
            return new Receipt("partner", got.size());
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void open() throws IOException {
        approvals = new Approvals(folder, "partner");
        markings = new Markings(folder, GREEN, Map.of("medical", new Marking(Tlp.RED, Pap.RED)));
    }

    private SharePolicy policy(Approval approval, Updates updates) {
        return new SharePolicy(2, new Marking(Tlp.AMBER, Pap.AMBER), FieldGroup.DEFAULT, approval, 8, updates);
    }

    private SharedExporter exporter(SharePolicy policy) throws IOException {
        Vocabulary vocabulary = new Vocabulary(List.of(SampleAlerts.RULE), List.of(), kind -> false, Sharing.words());
        SharedExporter exporter = new SharedExporter(
                receiver,
                new Sharing(policy, LocalNets.DEFAULT, List.of(), vocabulary, Retelling.NONE),
                ShareKeys.open(folder.resolve("keys"), List.of(), Duration.ofDays(90), () -> now),
                markings,
                approvals,
                new AuditLog(folder, () -> now),
                new HeldEntries() {
                    @Override
                    public List<JournalEntry> between(String incident, @Nullable String first, @Nullable String last) {
                        return journal.stream()
                                .dropWhile(entry -> !entry.key().equals(first))
                                .filter(entry -> HeldEntries.incidentOf(entry).equals(incident))
                                .toList();
                    }

                    @Override
                    public @Nullable Incident latest(String incident) {
                        return null;
                    }
                },
                () -> now);
        exporter.resume(null);
        return exporter;
    }

    private void deliver(Exporter exporter, Incident incident) throws IOException {
        journal.add(incident);
        exporter.deliver(incident);
        exporter.flush();
    }

    private void idle(Exporter exporter) throws IOException {
        now = now.plusSeconds(20);
        if (exporter.idle()) {
            exporter.flush();
        }
    }

    private void decide(String incident, boolean isApproved, int severity) throws IOException {
        decide(incident, isApproved, severity, Long.MAX_VALUE);
    }

    private void decide(String incident, boolean isApproved, int severity, long untilNs) throws IOException {
        approvals.decide(incident, new Decision(isApproved, "Ann", now, "agreed", severity, untilNs, GREEN));
    }

    private List<String> actions() throws IOException {
        return AuditLog.lines(folder).stream()
                .map(line -> line.replaceFirst(".*\"action\":\"([a-z ]+)\".*", "$1"))
                .toList();
    }

    @Test
    void shouldLetOutAtOnceWhatNobodyHasToApprove() throws IOException {
        try (SharedExporter exporter = exporter(policy(Approval.NEVER, Updates.FOLLOW))) {
            Incident incident = SampleIncidents.full(1, 3);
            deliver(exporter, incident);
            assertThat(receiver.got).hasSize(1);
            Incident got = (Incident) receiver.got.getFirst();
            assertThat(got.id()).matches("[0-9a-f]{32}").isNotEqualTo(incident.id());
            assertThat(got.toString()).doesNotContain("10.0.0.", "jan", "ws-1", "02:00:00");
        }
        assertThat(actions()).containsExactly("left");
        assertThat(AuditLog.lines(folder).getFirst())
                .contains("\"to\":\"partner\"", "\"tlp\":\"tlp:green\"", "\"snapshots\":1", "\"approved_by\":\"\"");
        assertThat(AuditLog.verify(folder)).isEmpty();
    }

    @Test
    void shouldLetNothingOutOfWhichAFullDiskKeepsTheLogFromTelling(@TempDir Path parent) throws IOException {
        try (SmallDisk disk = SmallDisk.mount(parent, 1 << 20)) {
            folder = disk.folder();
            open();
            SharedExporter exporter = exporter(policy(Approval.NEVER, Updates.FOLLOW));
            deliver(exporter, SampleIncidents.full(1, 1));
            disk.fill("others");
            assertThatIOException()
                    .isThrownBy(() -> deliver(exporter, SampleIncidents.full(1, 2)))
                    .withMessageContaining("audit")
                    .withMessageContaining("No space left on device")
                    .withMessageContaining("nothing leaves before this can be written");
            assertThat(AuditLog.verify(folder)).isEmpty();
            for (int i = 0; i < 5; i++) { // as the runner does
                assertThatIOException().isThrownBy(() -> exporter.resume(null));
            }
            assertThat(receiver.got).hasSize(2);
            disk.empty("others");
            exporter.resume(null);
            assertThat(actions()).containsExactly("left", "left"); // of what was not told
            deliver(exporter, SampleIncidents.full(1, 2));
            deliver(exporter, SampleIncidents.full(1, 3));
            exporter.close();
            assertThat(actions()).hasSameSizeAs(receiver.got).hasSize(4);
            assertThat(AuditLog.verify(folder)).isEmpty();
        }
    }

    @Test
    void shouldHandOverNothingWhenWhatWaitsCannotBeWrittenDown(@TempDir Path parent) throws IOException {
        try (SmallDisk disk = SmallDisk.mount(parent, 1 << 20)) {
            folder = disk.folder();
            open();
            SharedExporter exporter = exporter(policy(Approval.ALWAYS, Updates.FOLLOW));
            deliver(exporter, SampleIncidents.full(1, 1));
            disk.fill("others");
            for (int i = 0; i < 3; i++) {
                assertThatIOException().isThrownBy(() -> {
                    exporter.deliver(SampleIncidents.full(2, 1));
                    exporter.flush();
                });
                exporter.resume(null);
            }
            disk.empty("others");
            exporter.resume(null);
            deliver(exporter, SampleIncidents.full(2, 1));
            assertThat(approvals.waiting()).hasSize(2);
            for (int i = 1; i <= 2; i++) {
                decide(SampleIncidents.full(i, 1).id(), true, 10);
            }
            idle(exporter);
            exporter.close();
            assertThat(receiver.got).hasSize(2);
            assertThat(AuditLog.verify(folder)).isEmpty();
        }
    }

    @Test
    void shouldHoldBackUntilAPersonApprovesAndDeliverInOrderThen() throws IOException {
        try (SharedExporter exporter = exporter(policy(Approval.ALWAYS, Updates.FOLLOW))) {
            Incident first = SampleIncidents.full(1, 3);
            deliver(exporter, first);
            deliver(exporter, SampleIncidents.full(1, 4));
            idle(exporter);
            assertThat(receiver.got).isEmpty();
            assertThat(approvals.waiting()).singleElement().satisfies(waiting -> {
                assertThat(waiting.incident()).isEqualTo(first.id());
                assertThat(waiting.entries()).isEqualTo(2);
                assertThat(waiting.alerts()).isEqualTo(4);
            });
            decide(first.id(), true, 10);
            idle(exporter);
            assertThat(alerts()).containsExactly(3L, 4L);
            deliver(exporter, SampleIncidents.full(1, 5));
            assertThat(alerts()).containsExactly(3L, 4L, 5L);
            idle(exporter);
            assertThat(approvals.waiting()).isEmpty();
        }
        assertThat(actions()).containsExactly("held", "left", "left");
        assertThat(AuditLog.lines(folder).get(1)).contains("\"approved_by\":\"Ann\"");
    }

    private List<Long> alerts() {
        return receiver.got.stream().map(entry -> ((Incident) entry).alerts()).collect(Collectors.toList());
    }

    @Test
    void shouldKeepWhatWasDenied() throws IOException {
        try (SharedExporter exporter = exporter(policy(Approval.ALWAYS, Updates.FOLLOW))) {
            Incident incident = SampleIncidents.full(1, 3);
            deliver(exporter, incident);
            decide(incident.id(), false, 10);
            idle(exporter);
            deliver(exporter, SampleIncidents.full(1, 9));
            idle(exporter);
        }
        assertThat(receiver.got).isEmpty();
        assertThat(approvals.waiting()).isEmpty();
    }

    @Test
    void shouldAskAgainWhenItBecameGraver() throws IOException {
        try (SharedExporter exporter = exporter(policy(Approval.ALWAYS, Updates.GRAVER))) {
            Incident incident = SampleIncidents.full(1, 3);
            deliver(exporter, incident);
            decide(incident.id(), true, incident.severity());
            idle(exporter);
            assertThat(receiver.got).hasSize(1);
            markings.raise(incident.id(), new Marking(Tlp.RED, Pap.GREEN), "Ann");
            now = now.plusSeconds(20);
            deliver(exporter, SampleIncidents.full(1, 4));
            assertThat(receiver.got).hasSize(1);
            assertThat(approvals.waiting())
                    .singleElement()
                    .satisfies(waiting -> assertThat(waiting.marking().tlp()).isEqualTo(Tlp.RED));
            List<Waiting> asked = approvals.waiting();
            for (int i = 0; i < 3; i++) {
                idle(exporter);
            }
            assertThat(approvals.waiting()).isEqualTo(asked);
            assertThat(actions()).containsExactly("held", "left", "held");
            approvals.decide(
                    incident.id(), new Decision(true, "Bob", now, "after all", 10, 0, new Marking(Tlp.RED, Pap.GREEN)));
            idle(exporter);
            assertThat(alerts()).containsExactly(3L, 4L);
            idle(exporter);
            assertThat(approvals.waiting()).isEmpty();
        }
    }

    @Test
    void shouldStillHoldAfterARestart() throws IOException {
        Incident incident = SampleIncidents.full(1, 3);
        try (SharedExporter exporter = exporter(policy(Approval.ALWAYS, Updates.FOLLOW))) {
            deliver(exporter, incident);
        }
        decide(incident.id(), true, 10);
        try (SharedExporter exporter = exporter(policy(Approval.ALWAYS, Updates.FOLLOW))) {
            idle(exporter);
            assertThat(alerts()).containsExactly(3L);
        }
    }

    @Test
    void shouldReleaseAgainWhenItDiedBeforeTheReceiptWasWritten() throws IOException {
        Incident incident = SampleIncidents.full(1, 3);
        SharedExporter crashed = exporter(policy(Approval.ALWAYS, Updates.FOLLOW));
        deliver(crashed, incident);
        decide(incident.id(), true, 10);
        now = now.plusSeconds(20);
        assertThat(crashed.idle()).isTrue();
        crashed.flush(); // the receiver has it, and nobody wrote that down
        receiver.got.clear();
        try (SharedExporter exporter = exporter(policy(Approval.ALWAYS, Updates.FOLLOW))) {
            idle(exporter);
            assertThat(alerts()).containsExactly(3L);
        }
        crashed.close();
    }

    @Test
    void shouldNotLetARefusedEntryStopTheOthers() throws IOException {
        try (SharedExporter exporter = exporter(policy(Approval.ALWAYS, Updates.FOLLOW))) {
            Incident incident = SampleIncidents.full(1, 3);
            deliver(exporter, incident);
            decide(incident.id(), true, 10);
            receiver.refuses = true;
            idle(exporter);
            idle(exporter);
        }
        assertThat(actions()).contains("refused");
        assertThat(approvals.waiting()).isEmpty();
    }

    @Test
    void shouldKeepAnIncidentsKeyOverARotation() throws IOException {
        try (SharedExporter exporter = exporter(policy(Approval.NEVER, Updates.FOLLOW))) {
            deliver(exporter, SampleIncidents.full(1, 3));
            now = now.plus(Duration.ofDays(91));
            deliver(exporter, SampleIncidents.full(1, 4));
            deliver(exporter, SampleIncidents.full(2, 4));
        }
        List<Incident> got = receiver.got.stream().map(Incident.class::cast).toList();
        assertThat(got.get(0).id()).isEqualTo(got.get(1).id());
        assertThat(got.get(0).actor())
                .isEqualTo(got.get(1).actor())
                .isNotEqualTo(got.get(2).actor());
        try (SharedExporter again = exporter(policy(Approval.NEVER, Updates.FOLLOW))) {
            deliver(again, SampleIncidents.full(1, 5));
        }
        assertThat(((Incident) receiver.got.getLast()).id())
                .isEqualTo(got.getFirst().id());
        assertThat(ShareKeys.open(folder.resolve("keys"), List.of(), Duration.ofDays(90), () -> now)
                        .all())
                .hasSize(2);
    }

    @Test
    void shouldRefuseAKeyThatOthersCanRead() throws IOException {
        exporter(policy(Approval.NEVER, Updates.FOLLOW)).close();
        Path key;
        try (var files = Files.list(folder.resolve("keys"))) {
            key = files.filter(file -> file.toString().endsWith(".key"))
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ShareKeys.open(folder.resolve("keys"), List.of(), Duration.ZERO, () -> now))
                .withMessageContaining("chmod 600");
    }

    @Test
    void shouldAskAgainForEachAlertWhenThePolicySaysSo() throws IOException {
        SharePolicy policy = new SharePolicy(
                0, new Marking(Tlp.AMBER, Pap.AMBER), FieldGroup.DEFAULT, Approval.ALWAYS, 11, Updates.ASK);
        try (SharedExporter exporter = exporter(policy)) {
            Alert first = SampleAlerts.full(1);
            journal.add(first);
            exporter.deliver(first);
            exporter.flush();
            decide(first.incidentId(), true, 10, first.timeNs());
            idle(exporter);
            assertThat(receiver.got).hasSize(1);
            Alert later = SampleAlerts.full(2);
            journal.add(later);
            exporter.deliver(later);
            exporter.flush();
            assertThat(receiver.got).hasSize(1);
            assertThat(approvals.waiting())
                    .singleElement()
                    .extracting(Waiting::untilNs)
                    .isEqualTo(later.timeNs());
        }
    }

    @Test
    void shouldDenyTheWholeOfWhichAPartWasDenied() throws IOException {
        SharePolicy above = policy(Approval.ABOVE, Updates.FOLLOW);
        Incident part = SampleIncidents.full(1, 3);
        Incident whole = containing(SampleIncidents.full(2, 9), part.id());
        decide(part.id(), false, 10);
        try (SharedExporter exporter = exporter(above)) {
            deliver(exporter, whole);
            assertThat(receiver.got).isEmpty();
        }
        assertThat(actions()).contains("denied");
        try (SharedExporter exporter = exporter(above)) { // its alerts do not say what it contains
            deliver(exporter, SampleIncidents.full(2, 10));
            assertThat(receiver.got).isEmpty();
            decide(whole.id(), true, 10);
            now = now.plusSeconds(20);
            deliver(exporter, SampleIncidents.full(2, 11));
            assertThat(receiver.got).hasSize(1);
        }
    }

    @Test
    void shouldMarkTheWholeAsItsPart() throws IOException {
        Incident part = SampleIncidents.full(1, 3);
        Incident whole = containing(SampleIncidents.full(2, 9), part.id());
        Marking red = new Marking(Tlp.RED, Pap.GREEN);
        markings.raise(part.id(), red, "Ann");
        assertThat(markings.of(whole)).isEqualTo(red);
        assertThat(markings.of(SampleIncidents.full(2, 10))).isEqualTo(red);
    }

    private static Incident containing(Incident i, String former) {
        return new Incident(
                i.id(),
                List.of(former),
                i.severity(),
                i.level(),
                i.confidence(),
                i.light(),
                i.actor(),
                i.hops(),
                i.phases(),
                i.findings(),
                i.hosts(),
                i.hostCount(),
                i.users(),
                i.outcome(),
                i.alerts(),
                i.firstSeenNs(),
                i.lastSeenNs(),
                i.headline(),
                i.happened(),
                i.outcomes(),
                i.recommendations());
    }

    @Test
    void shouldNeverLetOutWhatIsMarkedTooStrictlyWhenNobodyIsAsked() throws IOException {
        try (SharedExporter exporter = exporter(policy(Approval.NEVER, Updates.FOLLOW))) {
            Incident incident = SampleIncidents.full(1, 3);
            markings.raise(incident.id(), new Marking(Tlp.RED, Pap.CLEAR), "Ann");
            deliver(exporter, incident);
        }
        assertThat(receiver.got).isEmpty();
    }
}
