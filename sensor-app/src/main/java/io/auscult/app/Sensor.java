package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Keys;
import io.auscult.app.metric.AlertTally;
import io.auscult.app.metric.Counts;
import io.auscult.app.metric.SiteLights;
import io.auscult.app.summary.ConnectionTally;
import io.auscult.app.summary.RunReport;
import io.auscult.app.summary.Summary;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Level;
import io.auscult.core.capture.LiveSource;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.decode.LinkTypeCounts;
import io.auscult.core.detect.DetectStage;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.HostTable;
import io.auscult.core.detect.NamedAlerts;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.EventJoiner;
import io.auscult.core.event.LocalNets;
import io.auscult.core.evidence.Evidence;
import io.auscult.core.indicator.IndicatorFeed;
import io.auscult.core.pipeline.Pipeline;
import io.auscult.core.protocol.file.WantedFiles;
import io.auscult.rules.DetectSettings;
import io.auscult.rules.Detectors;
import io.auscult.rules.attempt.AttemptCounts;
import io.auscult.rules.attempt.AttemptLedger;
import io.auscult.rules.attempt.AttemptLog;
import io.auscult.rules.attempt.AttemptSummary;
import io.auscult.rules.exception.Exceptions;
import io.auscult.rules.identity.LeakedList;
import io.auscult.rules.incident.HostUsers;
import io.auscult.rules.incident.Incidents;
import io.auscult.rules.incident.LoggedOn;
import io.auscult.rules.incident.LowAlertLimit;
import io.auscult.rules.knowledge.Knowledge;
import io.auscult.rules.knowledge.KnowledgeKeeper;
import io.auscult.rules.knowledge.KnownAlerts;
import io.auscult.rules.role.Roles;
import io.auscult.rules.rule.Techniques;
import io.auscult.rules.sigma.Problem;
import io.auscult.rules.sigma.RuleFolders;
import io.auscult.rules.sigma.RuleSet;
import io.auscult.rules.sigma.SigmaDetector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything from packets to alerts, wired: source, pipeline, detectors, incidents, outputs. Built and run by the main thread;
 * counts may be read by any.
 */
final class Sensor {
    private final Pipeline pipeline;
    private final RunCounts counts;
    private final @Nullable Evidence evidence;
    private final DetectStage detectStage;
    private final Exceptions exceptions;
    private final Incidents incidents;
    private final LowAlertLimit lowAlerts;
    private final Knowledge knowledge;
    private final @Nullable KnowledgeKeeper keeper;
    private final AttemptLedger ledger;
    private final AttemptCounts attemptCounts;
    private final Techniques techniques;
    private final HostTable hosts;
    private final RuleFolders ruleFolders;
    private final SigmaDetector sigma;
    private final IndicatorSources indicators;
    private final boolean isLive;
    private volatile List<Problem> ruleProblems;
    private final AlertTally tally;
    private volatile @Nullable Level worst;
    private AlertSink drafts = alert -> {};
    private final ConnectionTally connections = new ConnectionTally();

    Sensor(PacketSource source, Configuration configuration, int lanes, Outputs outputs) {
        this(
                source,
                configuration,
                lanes,
                outputs.counters(),
                outputs.logs(),
                outputs.sinks(),
                outputs.extraction(),
                outputs.evidence(),
                outputs.feeds());
        if (outputs.hasJournal()) {
            incidents.grown(outputs::tell);
        }
    }

    /** Extracts nothing and keeps no packets. @param detectCounters of the detect thread, on which the logs and the sinks are called */
    Sensor(
            PacketSource source,
            Configuration configuration,
            int lanes,
            Counters detectCounters,
            List<? extends EventConsumer> logs,
            List<? extends AlertSink> sinks) {
        this(source, configuration, lanes, detectCounters, logs, sinks, List.of(), null, List.of());
    }

    /**
     * @param extraction takes the content of files; empty: none is passed on
     * @param evidence writes the packets around alerts; null: none are kept
     * @param feeds of indicators, besides files
     */
    Sensor(
            PacketSource source,
            Configuration configuration,
            int lanes,
            Counters detectCounters,
            List<? extends EventConsumer> logs,
            List<? extends AlertSink> sinks,
            List<? extends EventJoiner> extraction,
            @Nullable Evidence evidence,
            List<IndicatorFeed> feeds) {
        this.evidence = evidence;
        knowledge = Mapping.knowledge(configuration, source instanceof LiveSource, detectCounters);
        keeper = keeper(configuration.get(Keys.STATE_FOLDER), knowledge);
        Roles roles = knowledge.roles().declared();
        HostUsers users = new HostUsers(detectCounters);
        LoggedOn loggedOn = new LoggedOn(detectCounters);
        List<EventConsumer> consumers = new ArrayList<>();
        LocalNets localNets = new LocalNets(configuration.get(Keys.LOCAL_NETS));
        incidents = new Incidents(knowledge.roles()::of, users, localNets, detectCounters, alert -> tell(alert, sinks));
        lowAlerts = new LowAlertLimit(detectCounters);
        Detectors detectors = new Detectors();
        techniques = detectors.techniques();
        attemptCounts = new AttemptCounts(techniques);
        tally = new AlertTally(techniques.ids());
        ledger = new AttemptLedger(roles, attemptCounts, detectCounters);
        exceptions = new Exceptions(
                Mapping.exceptions(configuration), roles, detectCounters, ledger::onExplained, this::noted);
        hosts = new HostTable(detectCounters);
        ruleFolders = Mapping.rules(configuration);
        RuleSet rules = ruleFolders.load();
        ruleProblems = rules.problems();
        sigma = new SigmaDetector(rules, detectCounters);
        List<Detector> all = new ArrayList<>(List.of(users, loggedOn));
        isLive = source instanceof LiveSource;
        LeakedList leaked = Mapping.leaked(configuration);
        indicators = new IndicatorSources(configuration, feeds, leaked, isLive);
        DetectSettings settings = Mapping.detect(configuration, leaked, indicators.indicators());
        all.addAll(detectors.create(settings, knowledge, localNets, detectCounters, sigma));
        all.add(ledger);
        AlertSink known = loggedOn.told(new KnownAlerts(knowledge, exceptions));
        detectStage = new DetectStage(all, new NamedAlerts(hosts, known), detectCounters);
        consumers.add(detectStage);
        if (evidence != null) {
            consumers.add(evidence);
        }
        if (keeper != null) {
            consumers.add(keeper);
        }
        consumers.add(incidents.clock());
        consumers.add(new AttemptLog(ledger, techniques, hosts, detectCounters, logs));
        consumers.add(connections);
        consumers.addAll(logs);
        WantedFiles wanted = extraction.isEmpty() ? WantedFiles.NONE : Mapping.wanted(configuration);
        pipeline = new Pipeline(source, Mapping.pipeline(configuration, lanes, wanted), consumers, hosts, extraction);
        if (evidence != null) {
            pipeline.tap(evidence.tap());
        }
        List<Counters> threads = new ArrayList<>(pipeline.counters());
        threads.add(detectCounters);
        counts = new RunCounts(source, threads);
    }

    /** Until the source ends. @throws IOException as {@link Pipeline#run} */
    void run() throws IOException {
        try (indicators) {
            if (isLive) {
                indicators.start();
            }
            pipeline.run();
        } finally {
            if (keeper != null) {
                keeper.close();
            }
        }
    }

    private static @Nullable KnowledgeKeeper keeper(String folder, Knowledge knowledge) {
        if (folder.isEmpty()) {
            return null;
        }
        try {
            return KnowledgeKeeper.open(Path.of(folder), knowledge);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.OUTPUT, "state: " + folder + ": " + e.getMessage(), e);
        }
    }

    /** What is wrong with the operator's rules and with what was learned before, a line each. Any thread. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        ruleProblems.forEach(problem -> notes.add("rules: " + problem));
        notes.addAll(indicators.notes());
        if (keeper != null) {
            keeper.notes().forEach(note -> notes.add("state: " + note));
        }
        return notes;
    }

    /** Which of the operator's rules are not used, and why. Any thread. */
    List<String> brokenRules() {
        return ruleProblems.stream()
                .filter(problem -> problem.kind() == Problem.Kind.ERROR)
                .map(Problem::toString)
                .toList();
    }

    /** Why the latest of what was learned is not on the disk; null when it is, or is to be forgotten. Any thread. */
    @Nullable
    String stateTrouble() {
        return keeper == null ? null : keeper.trouble();
    }

    /** What /health says besides. Any thread. */
    Map<String, String> facts() {
        long endNs = knowledge.learning().endNs();
        return endNs == 0
                ? Map.of()
                : Map.of(
                        "learning.ends",
                        Instant.ofEpochSecond(Math.floorDiv(endNs, 1_000_000_000L))
                                .toString());
    }

    /** What was learned; after the run. */
    Knowledge knowledge() {
        return knowledge;
    }

    /** Takes up changes of rule files, if there are any. By one thread, any but the pipeline's. */
    void refreshRules() {
        if (!ruleFolders.haveChanged()) {
            return;
        }
        RuleSet rules = ruleFolders.load();
        ruleProblems = rules.problems();
        sigma.replace(rules);
    }

    Counts counts() {
        return counts;
    }

    /** Attempts by technique. Any thread. */
    AttemptCounts attempts() {
        return attemptCounts;
    }

    /** Alerts by technique and outcome. Any thread. */
    AlertTally tally() {
        return tally;
    }

    /** Who is told of drafts that no role and no exception holds back. Before the run. */
    void drafts(AlertSink sink) {
        drafts = sink;
    }

    /** What roles and exceptions hold back. Any thread. */
    Exceptions exceptions() {
        return exceptions;
    }

    /** Packet time of the first packet and of the last, ns since 1970. After the run. */
    long[] span() {
        return new long[] {pipeline.firstNs(), pipeline.lastNs()};
    }

    private void noted(Alert alert) {
        detectStage.noticed(alert);
        drafts.raise(alert);
        ledger.onAlert(alert);
        Alert told = lowAlerts.passed(alert);
        if (told != null) {
            incidents.raise(told);
        }
    }

    private void tell(Alert alert, List<? extends AlertSink> sinks) {
        tally.raise(alert);
        Level before = worst;
        if (before == null || !before.atLeast(alert.level())) {
            worst = alert.level();
        }
        Alert told = alert;
        if (evidence != null) {
            told = evidence.named(alert);
            evidence.raise(told);
        }
        for (AlertSink sink : sinks) {
            sink.raise(told);
        }
    }

    /** The traffic light by the incidents so far. */
    SiteLights lights(Configuration configuration) {
        return new SiteLights(
                incidents,
                new LocalNets(configuration.get(Keys.LOCAL_NETS)),
                configuration.get(Keys.SEGMENTS),
                configuration.get(Keys.LANGUAGE).resolve(System.getenv()).code(),
                () -> System.currentTimeMillis() * 1_000_000L);
    }

    long alerts() {
        return counts.get(Counter.ALERTS_RAISED);
    }

    /** The first failure of a detector, when there was one: a defect of the sensor. Any thread. */
    List<String> defects() {
        String crash = detectStage.firstCrash();
        return crash == null ? List.of() : List.of("a defect of the sensor, please report it: " + crash);
    }

    /** The highest level so far, null without any alert. */
    @Nullable
    Level worst() {
        return worst;
    }

    /** After the run. @param sources what was read @param endings how inputs ended that did not end well */
    RunReport report(List<String> sources, List<String> endings, List<String> outputs) {
        return new RunReport(
                incidents.list(Summary.MAX_INCIDENTS, Long.MIN_VALUE),
                incidents.counts(),
                exceptions.list(),
                AttemptSummary.of(ledger, techniques, hosts),
                counts,
                sources,
                pipeline.firstNs(),
                pipeline.lastNs(),
                connections.byService(),
                linkTypes(),
                endings,
                outputs);
    }

    private Map<String, Long> linkTypes() {
        LinkTypeCounts types = pipeline.linkTypes();
        Map<String, Long> packets = new LinkedHashMap<>();
        for (int i = 0; i < types.size(); i++) {
            packets.put(types.linkType(i) < 0 ? "..." : Integer.toString(types.linkType(i)), types.packets(i));
        }
        return packets;
    }
}
