package io.auscult.app.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.auscult.app.KeptEntries;
import io.auscult.app.config.receiver.ReceiverKind;
import io.auscult.app.config.receiver.Receivers;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.core.alert.Rule;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.Sighting;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.Exporter;
import io.auscult.export.Previewed;
import io.auscult.export.share.Approval;
import io.auscult.export.share.Approvals;
import io.auscult.export.share.AuditLog;
import io.auscult.export.share.FieldGroup;
import io.auscult.export.share.HeldEntries;
import io.auscult.export.share.Marking;
import io.auscult.export.share.Markings;
import io.auscult.export.share.Pap;
import io.auscult.export.share.ShareKeys;
import io.auscult.export.share.SharePolicy;
import io.auscult.export.share.SharedExporter;
import io.auscult.export.share.Sharing;
import io.auscult.export.share.Updates;
import io.auscult.export.share.Vocabulary;
import io.auscult.rules.Detectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No internal address, host name, user or hardware address of the input is in anything that leaves, whatever the input. */
class ShareLeakTest {
    static final LocalNets LOCAL = LocalNets.parse(
            List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "193.190.0.0/16", "fd00::/8", "fe80::/10"));
    /** Without those of indicators: their values are what a source published. */
    static final List<Rule> OWN_RULES = new Detectors()
            .rules().stream().filter(rule -> !rule.area().equals(Sighting.AREA)).toList();

    private static final Vocabulary VOCABULARY = OwnWords.vocabulary();
    static final SharePolicy ALL = new SharePolicy(
            0,
            new Marking(Tlp.RED, Pap.RED),
            Set.copyOf(EnumSet.allOf(FieldGroup.class)),
            Approval.NEVER,
            11,
            Updates.FOLLOW);
    private static final Set<String> COMMON = Set.of("ward", "local", "hospital", "corp", "be");
    static final int ROUNDS = Integer.getInteger("auscult.rounds", 20);
    static final long FIRST_SEED = Long.getLong("auscult.seed", 1);

    @TempDir
    Path folder;

    static SharedExporter shared(Exporter exporter, SharePolicy policy, Path folder) throws IOException {
        InstantSource clock = InstantSource.system();
        Path share = folder.resolve("share");
        return new SharedExporter(
                exporter,
                new Sharing(policy, LOCAL, List.of("hospital.be"), VOCABULARY, OwnWords.retelling(LOCAL)),
                ShareKeys.open(share.resolve("keys"), List.of(), Duration.ZERO, clock),
                new Markings(share, new Marking(Tlp.GREEN, Pap.GREEN), Map.of()),
                new Approvals(share, exporter.name()),
                new AuditLog(share, clock),
                HeldEntries.of(folder.resolve("journal")),
                clock);
    }

    static Stream<SharedReceivers.Way> ways() {
        return SharedReceivers.ALL.stream().filter(way -> way.title().contains(System.getProperty("auscult.way", "")));
    }

    /** Of each kind of receiver that may stand behind a policy there is one at least. */
    @Test
    void shouldTryEveryKindOfReceiver() {
        assertThat(Receivers.ALL.stream().map(ReceiverKind::section))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("report"),
                                SharedReceivers.ALL.stream().map(SharedReceivers.Way::section))
                        .distinct()
                        .toList());
    }

    /** {@code -Dauscult.seed=1000 -Dauscult.rounds=5000} looks further. */
    @ParameterizedTest
    @MethodSource("ways")
    void shouldLetNothingOfTheInsideOut(SharedReceivers.Way way) throws IOException {
        long length = 0;
        try (SharedReceivers.Wire wire = way.wire() == null ? null : way.wire().begin();
                SharedExporter exporter = shared(
                        SharedReceivers.exporter(way, wire == null ? 9 : wire.port(), LOCAL, folder), ALL, folder)) {
            if (wire != null) {
                exporter.resume(null);
            }
            for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
                SecretEntries secret = new SecretEntries(seed, OWN_RULES);
                List<JournalEntry> entries = entries(secret);
                List<String> shown = contents(exporter.preview(entries));
                String received = String.join("\n", shown);
                if (wire != null) {
                    deliver(exporter, entries);
                    received = String.join("\n", wire.received(shown.size())) + wire.besides();
                }
                length += received.length();
                assertThat(leaks(received, secret.addresses, secret.macs, secret.hosts, secret.users))
                        .as(way + ", seed " + seed)
                        .isEmpty();
            }
        }
        assertThat(length).isGreaterThan(2_000L * ROUNDS);
    }

    private static List<JournalEntry> entries(SecretEntries secret) {
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            entries.add(secret.alert());
            entries.add(secret.incident());
        }
        return entries;
    }

    private static void deliver(Exporter exporter, List<JournalEntry> entries) throws IOException {
        for (JournalEntry entry : entries) {
            switch (entry) {
                case Alert alert -> exporter.deliver(alert);
                case Incident incident -> exporter.deliver(incident);
            }
        }
        exporter.flush();
    }

    private static List<String> contents(List<Previewed.Document> documents) {
        return documents.stream()
                .map(document -> SharedReceivers.comparable(document.content()))
                .toList();
    }

    static Stream<SharedReceivers.Way> waysOverTheNetwork() {
        return ways().filter(way -> way.wire() != null);
    }

    @ParameterizedTest
    @MethodSource("waysOverTheNetwork")
    void shouldShowExactlyWhatTheReceiverWillGet(SharedReceivers.Way way) throws IOException {
        int count = 0;
        for (long seed = 1; seed <= 5; seed++) {
            try (SharedReceivers.Wire wire = way.wire().begin();
                    SharedExporter exporter =
                            shared(SharedReceivers.exporter(way, wire.port(), LOCAL, folder), ALL, folder)) {
                List<JournalEntry> entries = entries(new SecretEntries(seed, OWN_RULES));
                entries.removeIf(Incident.class::isInstance);
                entries.add(new SecretEntries(-seed, OWN_RULES).incident());
                List<String> shown = contents(exporter.preview(entries));
                assertThat(wire.received(0)).isEmpty();
                exporter.resume(null);
                deliver(exporter, entries);
                List<String> received = wire.received(shown.size()).stream()
                        .map(SharedReceivers::comparable)
                        .toList();
                count += shown.size();
                assertThat(received).as(way + ", seed " + seed).containsExactlyInAnyOrderElementsOf(shown);
            }
        }
        assertThat(count).isPositive();
    }

    /** MISP and TAXII have their own forms of it, which the tests of their exporters look at. */
    @ParameterizedTest
    @MethodSource("ways")
    void shouldSayOfAllThatLeavesHowFreelyItMayBeTold(SharedReceivers.Way way) throws IOException {
        assumeFalse(Set.of("misp", "taxii").contains(way.section()));
        try (SharedExporter exporter = shared(SharedReceivers.exporter(way, 9, LOCAL, folder), ALL, folder)) {
            List<String> shown = contents(exporter.preview(entries(new SecretEntries(1, OWN_RULES))));
            assertThat(shown).isNotEmpty().allMatch(content -> content.contains("TLP:GREEN"));
            assertThat(shown)
                    .filteredOn(content ->
                            content.lines().count() > 1 || !way.section().equals("mail"))
                    .allMatch(content -> content.contains("PAP:GREEN"));
        }
    }

    /** What of these is in there in any form. */
    static List<String> leaks(
            String received, List<IpAddress> addresses, List<String> macs, List<String> hosts, List<String> users) {
        String text = received.toLowerCase(Locale.ROOT);
        List<String> leaks = new ArrayList<>();
        for (IpAddress address : addresses) {
            for (String form : SecretEntries.forms(address)) {
                if (stands(text, form)) {
                    leaks.add(form);
                }
            }
        }
        for (String mac : macs) {
            for (String form : SecretEntries.macForms(mac)) {
                if (stands(text, form)) {
                    leaks.add(form);
                }
            }
        }
        Stream.concat(hosts.stream(), users.stream()).forEach(name -> {
            for (String word : name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")) {
                int at = text.indexOf(word);
                if (word.length() > 4 && !COMMON.contains(word) && at >= 0) {
                    leaks.add(name + " in " + text.substring(Math.max(0, at - 100), Math.min(text.length(), at + 100)));
                }
            }
        });
        return leaks;
    }

    /** Not as part of a longer number. */
    private static boolean stands(String text, String form) {
        String plain = form.toLowerCase(Locale.ROOT);
        int at = text.indexOf(plain);
        if (at < 0) {
            return false;
        }
        return Pattern.compile("(?<![0-9a-f])" + Pattern.quote(plain) + "(?![0-9a-f])")
                .matcher(text)
                .find();
    }

    @Test
    void shouldFindALeakWhereThereIsOne() {
        assertThat(leaks(
                        "x 10.1.2.3 y 001a2b3c4d5e z pacsserver",
                        List.of(IpAddress.parse("10.1.2.3")),
                        List.of("00:1a:2b:3c:4d:5e"),
                        List.of("PACSSERVER"),
                        List.of("nobody")))
                .hasSize(3);
    }

    @Test
    void shouldKeepWhatAPolicyKeeps() throws IOException {
        SharePolicy least =
                new SharePolicy(0, new Marking(Tlp.RED, Pap.RED), Set.of(), Approval.NEVER, 11, Updates.FOLLOW);
        KeptEntries receiver = new KeptEntries("partner");
        try (Exporter exporter = shared(receiver, least, folder)) {
            exporter.resume(null);
            for (long seed = 1; seed <= 20; seed++) {
                SecretEntries secret = new SecretEntries(seed, OWN_RULES);
                exporter.deliver(secret.alert());
                exporter.deliver(secret.incident());
            }
            exporter.flush();
        }
        assertThat(receiver.toString())
                .doesNotContainPattern("host-[0-9a-f]{12}|user-[0-9a-f]{12}|f2(:[0-9a-f]{2}){5}")
                .doesNotContain("203.0.113.", "IpAddress[", "240.", "241.168.");
        assertThat(Files.isDirectory(folder.resolve("share/keys"))).isTrue();
    }

    /** Whoever is called otherwise leaves the same but for the pseudonyms: so these are all that depends on names. */
    @Test
    void shouldDependOnNamesOnlyInPseudonyms() throws IOException {
        String usual = masked("bcdfgh", "zxwvts");
        for (String name : List.of("administrator", "zq", "7", "ssh", "12345678", "name", "WARD\\\\x")) {
            String other = masked(name, name);
            int at = Arrays.mismatch(usual.toCharArray(), other.toCharArray());
            assertThat(
                            at < 0
                                    ? ""
                                    : name + ": "
                                            + other.substring(
                                                    Math.max(0, at - 200), Math.min(other.length(), at + 100)))
                    .isEmpty();
        }
    }

    private String masked(String user, String host) throws IOException {
        KeptEntries receiver = new KeptEntries("partner");
        try (Exporter exporter = shared(receiver, ALL, folder)) {
            exporter.resume(null);
            for (long seed = 1; seed <= 10; seed++) {
                SecretEntries secret = new SecretEntries(seed, OWN_RULES);
                secret.users.replaceAll(any -> user);
                secret.hosts.replaceAll(any -> host);
                Alert alert = secret.alert();
                Incident incident = secret.incident();
                exporter.deliver(alert);
                exporter.deliver(incident);
            }
            exporter.flush();
        }
        return receiver.toString().replaceAll("(?i)(host|user)-[0-9a-f]{12}|\\b[0-9a-f]{32}\\b", "$1");
    }
}
