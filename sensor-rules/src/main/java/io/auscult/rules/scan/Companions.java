package io.auscult.rules.scan;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.AddressSample;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.IpAddress;
import io.auscult.rules.rule.AlertDraft;
import org.jspecify.annotations.Nullable;

/**
 * Sources that scan one target, or one service, within two minutes of each other: decoys (one scanner that forges others beside itself) or a scan divided among
 * several. Which of the decoys is real is told only where something shows it ({@link Company#findReal}). {@link #CAPACITY} companies, the longest idle forgotten.
 * Detect thread.
 */
final class Companions {
    static final int CAPACITY = 1_024;
    /** Failures after which a source is looked at for company. */
    static final int SUSPECT_FAILURES = 3;

    private static final long SWEEP = 1L << 62; // in the key of a service, so that it is no address

    private final StateTable<Company> companies;
    private final StateTable<ScanActor> actors;
    private final ScanRules rules;
    private final Surroundings surroundings;

    Companions(ScanRules rules, StateTable<ScanActor> actors, Surroundings surroundings, Counters counters) {
        this.surroundings = surroundings;
        this.rules = rules;
        this.actors = actors;
        companies = new StateTable<>(CAPACITY, 2, counters, Company::new);
    }

    private Company company(Contact c, boolean sweep) {
        Company company =
                sweep ? companies.at(SWEEP | c.service(), c.localOrig ? 1 : 0) : companies.at(c.dstHigh, c.dstLow);
        company.refresh(c, sweep);
        return company;
    }

    /** A source failed with a few services of this target, or a few targets of this service: not yet a scan, but maybe one of several. */
    void onSuspect(Contact c, boolean sweep, int firstTried) {
        company(c, sweep).join(c, firstTried);
    }

    /** A source was found scanning: from now on its company speaks for it, or it is told of by itself. */
    void onFound(Contact c, boolean sweep, int firstTried, Campaign own, AlertSink alerts) {
        Company company = company(c, sweep);
        int self = company.join(c, firstTried);
        if (self >= 0) {
            company.found(self, surroundings);
            company.connection = ConnectionRef.of(c.event);
        }
        boolean decoys = company.isOfDecoys();
        if (self < 0 || !company.has(self, decoys) || !decoys && (sweep || company.count() < Company.FEWEST)) {
            own.speaker = null; // whatever company it was in elsewhere
            return;
        }
        boolean each =
                !decoys && company.hasInside(); // each of them is a machine of ours, and told of by itself as well
        for (int i = 0; i < company.size() && !each; i++) {
            Campaign campaign = company.has(i, decoys) ? campaign(company, i) : null;
            if (campaign != null) {
                campaign.speaker = company;
            }
        }
        if (company.count() >= 2 * company.told) {
            company.hosts.add(Mix.of(c.dstHigh, c.dstLow));
            tell(company, company.lastNs, alerts);
        }
    }

    /** One more probe of a source that a company's alert speaks for. */
    void onProbe(Campaign campaign, Contact c, AlertSink alerts) {
        Company company = campaign.speaker;
        if (company == null) {
            return;
        }
        if (company.indexOf(c.srcHigh, c.srcLow) < 0) {
            campaign.speaker = null; // the company was forgotten
            return;
        }
        company.refresh(c, company.sweep);
        company.hosts.add(Mix.of(c.dstHigh, c.dstLow));
        if (!c.kind.isIcmp()) {
            company.services.add(PortScan.key(c.proto, c.port));
        }
        if (company.isDue()) {
            tell(company, c.event.timestampNs(), alerts);
        }
    }

    /** The end of a connection shows whether its originator is there. */
    void onConn(Event e) {
        Company company = companies.size() == 0 ? null : companies.find(e.respHigh(), e.respLow());
        if (company != null) {
            company.onConn(e);
        }
    }

    private @Nullable Campaign campaign(Company company, int member) {
        IpAddress address = company.address(member);
        ScanActor actor = actors.find(address.high(), address.low());
        if (actor == null) {
            return null;
        }
        Campaign campaign = actor.isBlock() ? actor.block() : company.sweep ? actor.sweep() : actor.ports();
        return campaign.active ? campaign : null;
    }

    /** Companies that grew since they were told, or of which more is known. */
    void tellNews(long nowNs, long heardBeforeNs, AlertSink alerts) {
        companies.forEach(company -> {
            if (company.told > 0) {
                long heardNs = gather(company, new AddressSample());
                if (heardNs <= heardBeforeNs && company.hasNews(surroundings)) {
                    tell(company, nowNs, alerts);
                }
            }
        });
    }

    /**
     * Adds what the members did each.
     *
     * @return when one of them was last heard of
     */
    private long gather(Company company, AddressSample open) {
        long heardNs = company.lastNs;
        for (int i = 0; i < company.size(); i++) {
            Campaign campaign = campaign(company, i);
            if (campaign != null && (campaign.speaker == company || campaign.speaker == null)) {
                company.services.addAll(campaign.services);
                company.ports.addAll(campaign.portSample);
                company.hosts.addAll(campaign.targets);
                company.targets.addAll(campaign.targetSample);
                open.addAll(campaign.openSample);
                heardNs = Math.max(heardNs, campaign.heardNs);
            }
        }
        return heardNs;
    }

    private void tell(Company company, long nowNs, AlertSink alerts) {
        AddressSample open = new AddressSample();
        gather(company, open);
        boolean decoys = company.isOfDecoys();
        if (decoys) {
            company.findReal(surroundings);
        }
        company.told();
        AlertDraft draft = new AlertDraft(
                        decoys ? rules.decoyScan : rules.distributedScan,
                        actor(company, decoys),
                        nowNs,
                        company.connection)
                .kind(decoys ? company.sweep ? "decoy sweep" : "decoy scan" : "distributed scan")
                .level(company.hasInside() ? Level.HIGH : Level.LOW)
                .targets(company.targets.addresses(), company.hosts.count())
                .ports(company.ports.ports(), company.services.count())
                .open(open.endpoints(), open.size())
                .count(company.told)
                .seen(company.firstNs, company.lastNs, company.connection.packetNumber())
                .outcome(open.size() > 0 ? Outcome.SUCCEEDED : Outcome.UNKNOWN)
                .evidence("sources", company.names());
        if (!company.sweep) {
            draft.target(Party.of(new IpAddress(company.targetHigh, company.targetLow)));
        }
        if (decoys) {
            draft.evidence("the_real_one", company.reason);
        }
        alerts.raise(draft.alert());
    }

    /** The real one where it can be told; else nobody in particular, with the hardware address that they share. */
    private Party actor(Company company, boolean decoys) {
        String whom = company.sweep
                ? "port " + company.port
                : new IpAddress(company.targetHigh, company.targetLow).toString();
        if (!decoys) {
            return new Party(null, null, "many sources at " + whom, null);
        }
        IpAddress real = company.real < 0 ? null : company.address(company.real);
        String mac = company.isOfOneStation(surroundings) ? Mac.text(company.commonMac()) : null;
        return new Party(real, mac, real == null ? "one of several at " + whom : null, null);
    }
}
