package io.auscult.app.share;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Entry;
import io.auscult.app.config.Keys;
import io.auscult.app.config.ShareSettings;
import io.auscult.core.event.LocalNets;
import io.auscult.export.Exporter;
import io.auscult.export.share.Approval;
import io.auscult.export.share.Approvals;
import io.auscult.export.share.AuditLog;
import io.auscult.export.share.HeldEntries;
import io.auscult.export.share.Marking;
import io.auscult.export.share.Markings;
import io.auscult.export.share.Resolver;
import io.auscult.export.share.ShareKeys;
import io.auscult.export.share.SharePolicy;
import io.auscult.export.share.SharedExporter;
import io.auscult.export.share.Sharing;
import io.auscult.export.share.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The policies of a configuration, and what they need on the disk. Used by the thread that opens receivers, or by a command. */
public final class Policies {
    private final Configuration configuration;
    private final Path journal;
    private final Path folder;
    private final Map<String, Entry> byReceiver = new LinkedHashMap<>();
    private final InstantSource clock = InstantSource.system();
    private @Nullable ShareKeys keys;
    private @Nullable AuditLog log;
    private @Nullable Vocabulary vocabulary;

    /**
     * @param journal the folder of the journal
     * @throws IllegalArgumentException when two policies are for one receiver
     */
    public Policies(Configuration configuration, Path journal) {
        this.configuration = configuration;
        this.journal = journal;
        String named = configuration.get(ShareSettings.FOLDER);
        String state = configuration.get(Keys.STATE_FOLDER);
        this.folder = !named.isEmpty()
                ? Path.of(named)
                : state.isEmpty() ? journal.resolve("share") : Path.of(state, "share");
        for (Entry policy : configuration.policies()) {
            for (String receiver : policy.get(ShareSettings.TO)) {
                if (byReceiver.put(receiver, policy) != null) {
                    throw new IllegalArgumentException(policy.place(ShareSettings.TO) + ": " + receiver
                            + " (expected: a receiver that no other policy names)");
                }
            }
        }
    }

    /** Where everything about sharing is kept. */
    public Path folder() {
        return folder;
    }

    /** Which receivers have a policy. */
    public Set<String> receivers() {
        return new LinkedHashSet<>(byReceiver.keySet());
    }

    /** How everything is marked of which nothing else is said. */
    public Marking usual() {
        return new Marking(configuration.get(ShareSettings.TLP), configuration.get(ShareSettings.PAP));
    }

    /** @throws IllegalArgumentException when a policy names a receiver that there is not, or can let nothing out */
    public void check(Set<String> names) {
        byReceiver.forEach((receiver, policy) -> {
            SharePolicy rules = policy(policy);
            if (rules.approval() == Approval.NEVER && usual().isAbove(rules.most())) {
                throw new IllegalArgumentException(
                        policy.place(ShareSettings.APPROVAL) + ": never (expected: always or above, as "
                                + usual() + " of share is stricter than " + rules.most()
                                + " of this policy, so that nothing would leave and nobody would be asked)");
            }
            if (!names.contains(receiver)) {
                throw new IllegalArgumentException(policy.place(ShareSettings.TO) + ": " + receiver
                        + " (expected: one of " + String.join(", ", names) + ")");
            }
        });
    }

    /** Behind its policy; the exporter itself when it has none. */
    public Exporter guarded(Exporter exporter) throws IOException {
        return byReceiver.containsKey(exporter.name()) ? shared(exporter) : exporter;
    }

    /** @param exporter of a receiver that has a policy */
    public SharedExporter shared(Exporter exporter) throws IOException {
        Entry policy = byReceiver.get(exporter.name());
        if (policy == null) {
            throw new IllegalArgumentException(
                    exporter.name() + ": no policy (expected: one of " + String.join(", ", byReceiver.keySet()) + ")");
        }
        LocalNets localNets = new LocalNets(configuration.get(Keys.LOCAL_NETS));
        Vocabulary words = vocabulary == null ? OwnWords.vocabulary() : vocabulary;
        vocabulary = words;
        return new SharedExporter(
                exporter,
                new Sharing(
                        policy(policy),
                        localNets,
                        configuration.get(ShareSettings.DOMAINS),
                        words,
                        OwnWords.retelling(localNets)),
                keys(),
                markings(),
                approvals(exporter.name()),
                log(),
                HeldEntries.of(journal),
                clock);
    }

    private static SharePolicy policy(Entry from) {
        return new SharePolicy(
                from.get(ShareSettings.SEVERITY),
                new Marking(from.get(ShareSettings.MOST), from.get(ShareSettings.MOST_PAP)),
                Set.copyOf(from.get(ShareSettings.FIELDS)),
                from.get(ShareSettings.APPROVAL),
                from.get(ShareSettings.APPROVE_FROM),
                from.get(ShareSettings.UPDATES));
    }

    public Markings markings() throws IOException {
        Marking usual = usual();
        Map<String, Marking> stricter = new LinkedHashMap<>();
        for (ShareSettings.AreaTlp area : configuration.get(ShareSettings.STRICTER)) {
            stricter.put(area.rules(), new Marking(area.tlp(), usual.pap()));
        }
        return new Markings(folder, usual, stricter);
    }

    public Approvals approvals(String receiver) throws IOException {
        return new Approvals(folder, receiver);
    }

    public AuditLog log() throws IOException {
        AuditLog opened = log == null ? new AuditLog(folder, clock) : log;
        log = opened;
        return opened;
    }

    public HeldEntries journal() {
        return HeldEntries.of(journal);
    }

    public Instant now() {
        return clock.instant();
    }

    private ShareKeys keys() throws IOException {
        ShareKeys opened = keys == null
                ? ShareKeys.open(
                        folder.resolve("keys"),
                        configuration.get(ShareSettings.OWN_KEYS),
                        configuration.get(ShareSettings.ROTATION),
                        clock)
                : keys;
        keys = opened;
        return opened;
    }

    /** Finds out who is behind a pseudonym. */
    public Resolver resolver(String pseudonym) throws IOException {
        return new Resolver(
                pseudonym,
                keys(),
                new LocalNets(configuration.get(Keys.LOCAL_NETS)),
                configuration.get(ShareSettings.DOMAINS));
    }
}
