package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Entry;
import io.auscult.app.config.EntryKeys;
import io.auscult.app.config.EvidenceKeys;
import io.auscult.app.config.FileKeys;
import io.auscult.app.config.Keys;
import io.auscult.app.config.Setting;
import io.auscult.core.capture.LiveSettings;
import io.auscult.core.counter.Counters;
import io.auscult.core.decode.DecodeSettings;
import io.auscult.core.event.LocalNets;
import io.auscult.core.evidence.EvidenceSettings;
import io.auscult.core.flow.FlowSettings;
import io.auscult.core.pipeline.PipelineSettings;
import io.auscult.core.protocol.Protocols;
import io.auscult.core.protocol.file.FileSettings;
import io.auscult.core.protocol.file.WantedFiles;
import io.auscult.core.stream.StreamSettings;
import io.auscult.export.archive.RotationSettings;
import io.auscult.export.extract.ExtractSettings;
import io.auscult.rules.DetectSettings;
import io.auscult.rules.exception.Exemption;
import io.auscult.rules.identity.GuessLimits;
import io.auscult.rules.identity.LeakedAccounts;
import io.auscult.rules.identity.LeakedList;
import io.auscult.rules.indicator.Indicators;
import io.auscult.rules.knowledge.Knowledge;
import io.auscult.rules.role.RoleGrant;
import io.auscult.rules.role.Roles;
import io.auscult.rules.rule.Techniques;
import io.auscult.rules.sigma.RuleFolders;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** From the configuration to what the stages want to know. */
final class Mapping {
    private Mapping() {}

    static RotationSettings rotation(Configuration from) {
        return new RotationSettings(
                from.get(FileKeys.EVERY),
                from.get(FileKeys.SIZE),
                from.get(FileKeys.COMPRESSION),
                from.get(FileKeys.AGE),
                from.get(FileKeys.TOTAL));
    }

    /** @param wanted files whose content is passed on */
    static PipelineSettings pipeline(Configuration from, int lanes, WantedFiles wanted) {
        return new PipelineSettings(
                lanes,
                DecodeSettings.DEFAULT
                        .withTransportChecksums(from.get(Keys.CHECKSUMS))
                        .withDuplicates(from.get(Keys.DROP_DUPLICATES), ns(from, Keys.DUPLICATE_WINDOW))
                        .withFragments(
                                from.get(Keys.FRAGMENT_OVERLAP),
                                from.get(Keys.FRAGMENTED),
                                from.get(Keys.FRAGMENT_MEMORY).intValue(),
                                ns(from, Keys.FRAGMENT_AGE)),
                new FlowSettings(
                        from.get(Keys.FLOWS),
                        ns(from, Keys.TCP_ATTEMPT),
                        ns(from, Keys.TCP_INACTIVITY),
                        ns(from, Keys.TCP_CLOSE),
                        ns(from, Keys.UDP_INACTIVITY),
                        new LocalNets(from.get(Keys.LOCAL_NETS))),
                new StreamSettings(
                        from.get(Keys.OVERLAP),
                        from.get(Keys.HELD_STREAM).intValue(),
                        from.get(Keys.HELD_ALL).intValue(),
                        new FileSettings(Set.copyOf(from.get(Keys.FILE_DIGESTS)), wanted)),
                from.get(Keys.JA4S) ? Protocols.ALL : Protocols.withoutJa4s());
    }

    static RuleFolders rules(Configuration from) {
        return new RuleFolders(
                from.get(Keys.RULES_BUILTIN),
                from.get(Keys.RULES_FOLDERS).stream().map(Path::of).toList(),
                Set.copyOf(from.get(Keys.RULES_OFF)),
                new Techniques());
    }

    /** What is extracted, when anything is. */
    static WantedFiles wanted(Configuration from) {
        return new WantedFiles(
                from.get(Keys.EXTRACT_FILE_SIZE),
                from.get(Keys.EXTRACT_MIME_TYPES),
                from.get(Keys.EXTRACT_SENDERS),
                from.get(Keys.EXTRACT_RECEIVERS));
    }

    /** @param live whether packets come from an interface: nobody waits for the disk, and minutes are limited */
    static ExtractSettings extract(Configuration from, Path folder, boolean live) {
        return new ExtractSettings(
                folder,
                from.get(Keys.EXTRACT_NAMES),
                from.get(Keys.EXTRACT_RUN_SIZE),
                live ? from.get(Keys.EXTRACT_MINUTE_SIZE) : Long.MAX_VALUE,
                from.get(Keys.EXTRACT_FILES),
                from.get(Keys.EXTRACT_DISK_FREE),
                from.get(Keys.EXTRACT_INCOMPLETE),
                !live);
    }

    /** With no indicators. @throws CommandFailure when the list of leaked accounts cannot be read */
    static DetectSettings detect(Configuration from) {
        return detect(from, leaked(from), Indicators.none());
    }

    static DetectSettings detect(Configuration from, LeakedList leaked, Indicators indicators) {
        GuessLimits usual = GuessLimits.DEFAULT;
        int failures = from.get(Keys.GUESS_FAILURES);
        return new DetectSettings(
                new GuessLimits(
                        failures,
                        ns(from, Keys.GUESS_WINDOW),
                        Math.max(failures, from.get(Keys.GUESS_CERTAIN)),
                        usual.atOnce(),
                        usual.atOnceNs(),
                        from.get(Keys.SPRAY_USERS),
                        from.get(Keys.GUESS_UNANSWERED)),
                leaked,
                indicators);
    }

    /** @throws CommandFailure when the list of leaked accounts cannot be read */
    static LeakedList leaked(Configuration from) {
        List<String> entries = from.get(Keys.LEAKED_ACCOUNTS);
        String file = from.get(Keys.LEAKED_ACCOUNTS_FILE);
        Setting<?> key = Keys.LEAKED_ACCOUNTS;
        try {
            LeakedAccounts named = LeakedAccounts.of(entries);
            key = Keys.LEAKED_ACCOUNTS_FILE;
            return file.isEmpty() ? new LeakedList(named) : new LeakedList(named, Path.of(file));
        } catch (IOException | InvalidPathException e) {
            boolean isThere = e instanceof FileSystemException;
            throw new CommandFailure(
                    ExitCode.USAGE, key.key() + ": " + (isThere ? file + " cannot be read" : e.getMessage()), e);
        }
    }

    /** @param live whether packets come from an interface: nobody waits for the disk */
    static EvidenceSettings evidence(Configuration from, Path folder, boolean live) {
        return new EvidenceSettings(
                folder,
                from.get(EvidenceKeys.MEMORY),
                from.get(EvidenceKeys.SNAPLEN).intValue(),
                ns(from, EvidenceKeys.BEFORE),
                ns(from, EvidenceKeys.AFTER),
                from.get(EvidenceKeys.INCIDENT),
                from.get(EvidenceKeys.TOTAL),
                from.get(EvidenceKeys.DISK_FREE),
                !live);
    }

    static Roles roles(Configuration from) {
        return new Roles(from.roles().stream()
                .map(role -> new RoleGrant(
                        role.get(EntryKeys.ROLE),
                        role.get(EntryKeys.ROLE_ADDRESSES),
                        role.get(EntryKeys.ROLE_REASON),
                        role.get(EntryKeys.ROLE_AUTHOR),
                        role.get(EntryKeys.ROLE_EXPIRES),
                        role.get(EntryKeys.ROLE_HOLDS)))
                .toList());
    }

    /** @throws IllegalArgumentException when one is not narrow enough, which {@link ExceptionCheck} tells before */
    static List<Exemption> exceptions(Configuration from) {
        return from.exceptions().stream().map(Mapping::exception).toList();
    }

    static Exemption exception(Entry from) {
        return new Exemption(
                from.get(EntryKeys.EXCEPTION_RULES),
                from.get(EntryKeys.EXCEPTION_SOURCE),
                from.get(EntryKeys.EXCEPTION_ROLE),
                from.get(EntryKeys.EXCEPTION_TARGET),
                from.get(EntryKeys.EXCEPTION_PORTS),
                from.get(EntryKeys.EXCEPTION_TIMES),
                from.get(EntryKeys.EXCEPTION_UP_TO),
                from.get(EntryKeys.EXCEPTION_REASON),
                from.get(EntryKeys.EXCEPTION_AUTHOR),
                from.get(EntryKeys.EXCEPTION_EXPIRES),
                from.get(EntryKeys.EXCEPTION_DRY_RUN));
    }

    /** Empty tables. @param live whether the run is meant to go on for as long as learning takes */
    static Knowledge knowledge(Configuration from, boolean live, Counters counters) {
        return new Knowledge(
                roles(from),
                new LocalNets(from.get(Keys.LOCAL_NETS)),
                from.get(Keys.LEARNING_WINDOW),
                live || !from.get(Keys.STATE_FOLDER).isEmpty(),
                counters);
    }

    static LiveSettings live(Configuration from) {
        return new LiveSettings(
                from.get(Keys.SNAPLEN).intValue(),
                from.get(Keys.PROMISCUOUS),
                from.get(Keys.BUFFER).intValue(),
                from.get(Keys.FILTER));
    }

    private static long ns(Configuration from, Setting<Duration> setting) {
        return from.get(setting).toNanos();
    }
}
