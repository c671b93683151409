package io.auscult.rules.scan;

import io.auscult.core.alert.Rule;
import io.auscult.rules.rule.RuleFile;
import io.auscult.rules.rule.Techniques;
import java.util.ArrayList;
import java.util.List;

/** The rules of this area, read from the {@code .rule} files beside this class. Immutable. */
public final class ScanRules {
    private final Techniques techniques;
    private final List<Rule> all = new ArrayList<>();

    final Rule addressSweep;
    final Rule portScan;
    final Rule blockScan;
    final Rule slowScan;
    final Rule sequentialTest;
    final Rule darkAddress;
    final Rule decoyScan;
    final Rule distributedScan;
    final Rule idleScan;
    final Rule arpSweep;
    final Rule neighborSweep;
    final Rule osFingerprinting;
    final Rule serviceProbing;
    final Rule synFlood;

    public ScanRules(Techniques techniques) {
        this.techniques = techniques;
        addressSweep = load("address_sweep");
        portScan = load("port_scan");
        blockScan = load("block_scan");
        slowScan = load("slow_scan");
        sequentialTest = load("sequential_test");
        darkAddress = load("dark_address");
        decoyScan = load("decoy_scan");
        distributedScan = load("distributed_scan");
        idleScan = load("idle_scan");
        arpSweep = load("arp_sweep");
        neighborSweep = load("neighbor_sweep");
        osFingerprinting = load("os_fingerprinting");
        serviceProbing = load("service_probing");
        synFlood = load("syn_flood");
    }

    private Rule load(String name) {
        Rule rule = RuleFile.load(ScanRules.class, "scan", name, techniques);
        all.add(rule);
        return rule;
    }

    public List<Rule> all() {
        return List.copyOf(all);
    }
}
