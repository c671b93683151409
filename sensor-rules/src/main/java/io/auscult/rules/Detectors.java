package io.auscult.rules;

import io.auscult.core.alert.Rule;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.event.LocalNets;
import io.auscult.rules.identity.ArpPoisonDetector;
import io.auscult.rules.identity.CleartextDetector;
import io.auscult.rules.identity.DhcpServerDetector;
import io.auscult.rules.identity.GuessDetector;
import io.auscult.rules.identity.IdentityRules;
import io.auscult.rules.identity.LeakedAccountDetector;
import io.auscult.rules.identity.LeakedAlerts;
import io.auscult.rules.identity.NamePoisonDetector;
import io.auscult.rules.identity.NetlogonDetector;
import io.auscult.rules.identity.NtlmDetector;
import io.auscult.rules.identity.ReplicationDetector;
import io.auscult.rules.identity.RoastDetector;
import io.auscult.rules.identity.RouterDetector;
import io.auscult.rules.identity.SharedGuessDetector;
import io.auscult.rules.identity.SprayDetector;
import io.auscult.rules.identity.TicketDetector;
import io.auscult.rules.identity.WorkstationDetector;
import io.auscult.rules.indicator.IndicatorDetector;
import io.auscult.rules.indicator.IndicatorRules;
import io.auscult.rules.knowledge.Knowledge;
import io.auscult.rules.lateral.ExploitSpreadDetector;
import io.auscult.rules.lateral.FileSpreadDetector;
import io.auscult.rules.lateral.LateralRules;
import io.auscult.rules.lateral.MovementDetector;
import io.auscult.rules.role.Roles;
import io.auscult.rules.rule.Techniques;
import io.auscult.rules.scan.ArpSweepDetector;
import io.auscult.rules.scan.FingerprintDetector;
import io.auscult.rules.scan.NeighborSweepDetector;
import io.auscult.rules.scan.ScanDetector;
import io.auscult.rules.scan.ScanRules;
import io.auscult.rules.scan.ServiceProbeDetector;
import io.auscult.rules.sigma.RuleFolders;
import io.auscult.rules.sigma.RuleSet;
import io.auscult.rules.sigma.SigmaDetector;
import java.util.ArrayList;
import java.util.List;

/** The one list of detectors and of the rules they raise alerts by. */
public final class Detectors {
    private final Techniques techniques = new Techniques();
    private final ScanRules scan = new ScanRules(techniques);
    private final IdentityRules identity = new IdentityRules(techniques);
    private final LateralRules lateral = new LateralRules(techniques);
    private final IndicatorRules indicator = new IndicatorRules(techniques);

    /** New detectors, for one detect stage, with the program's own Sigma rules and nothing set; what they learn ends with them. */
    public List<Detector> create(Roles roles, LocalNets localNets, Counters counters) {
        Knowledge knowledge = Knowledge.ofOneRun(roles, localNets, counters);
        return create(DetectSettings.DEFAULT, knowledge, localNets, counters);
    }

    /** New detectors, for one detect stage, with the program's own Sigma rules. */
    public List<Detector> create(DetectSettings settings, Knowledge knowledge, LocalNets localNets, Counters counters) {
        return create(settings, knowledge, localNets, counters, new SigmaDetector(sigmaRules(), counters));
    }

    /** New detectors, for one detect stage. */
    public List<Detector> create(
            DetectSettings settings, Knowledge knowledge, LocalNets localNets, Counters counters, SigmaDetector sigma) {
        Roles roles = knowledge.roles().declared();
        List<Detector> all = new ArrayList<>();
        all.add(knowledge);
        all.addAll(scans(roles, localNets, counters));
        all.addAll(List.of(
                new ArpPoisonDetector(identity, counters),
                new NetlogonDetector(identity, counters),
                new ReplicationDetector(identity, knowledge, counters),
                new GuessDetector(identity, settings.guesses(), counters),
                new SprayDetector(identity, settings.guesses(), counters),
                new SharedGuessDetector(identity, settings.guesses(), localNets, counters),
                new LeakedAccountDetector(identity, settings.leaked(), localNets, counters),
                new RoastDetector(identity, counters),
                new TicketDetector(identity, counters),
                new NtlmDetector(identity, counters),
                new WorkstationDetector(identity, counters),
                new NamePoisonDetector(identity, counters),
                new DhcpServerDetector(identity, counters),
                new RouterDetector(identity, counters),
                new CleartextDetector(identity, counters),
                new ExploitSpreadDetector(lateral, counters),
                new FileSpreadDetector(lateral, roles, counters),
                new MovementDetector(lateral, knowledge, localNets, counters),
                new IndicatorDetector(
                        indicator,
                        new LeakedAlerts(identity, localNets),
                        settings.indicators(),
                        knowledge,
                        localNets,
                        counters),
                sigma));
        return all;
    }

    /** New detectors of scans and sweeps alone. */
    public List<Detector> scans(Roles roles, LocalNets localNets, Counters counters) {
        return List.of(
                new ScanDetector(scan, roles, counters),
                new ArpSweepDetector(scan, counters),
                new NeighborSweepDetector(scan, counters),
                new FingerprintDetector(scan, counters),
                new ServiceProbeDetector(scan, localNets, counters));
    }

    private RuleSet sigmaRules() {
        return RuleFolders.builtIn(techniques).load();
    }

    /** The techniques that rules may name. */
    public Techniques techniques() {
        return techniques;
    }

    /** Every rule of the program, by area. */
    public List<Rule> rules() {
        List<Rule> rules = new ArrayList<>(scan.all());
        rules.addAll(identity.all());
        rules.addAll(lateral.all());
        rules.addAll(indicator.all());
        rules.addAll(sigmaRules().rules());
        return rules;
    }
}
