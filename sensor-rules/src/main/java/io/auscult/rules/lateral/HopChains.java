package io.auscult.rules.lateral;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.IpAddress;
import io.auscult.rules.knowledge.Knowledge;
import io.auscult.rules.knowledge.KnownAlerts;
import io.auscult.rules.knowledge.KnownRoles;
import io.auscult.rules.knowledge.LearnedRole;
import io.auscult.rules.knowledge.Learning;
import io.auscult.rules.knowledge.Service;
import io.auscult.rules.knowledge.Sighting;
import io.auscult.rules.role.Role;
import io.auscult.rules.rule.AlertDraft;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Paths over several hosts: A works on B, and while that lasts B begins to work on C, which it never did before. Which session belongs to which path is inferred as in Hopper (Ho et al.,
 * USENIX Security 2021): the same user goes before the latest. Judged by Hopper's two rules: were credentials switched on the way, and does the path reach what its first user (or its
 * first host, where no user can be read) had not reached before.
 *
 * <p>With what was learned: high when both hold, medium when users cannot be read, low when the user stayed the same. Without: medium, low, low; from four hosts on at least medium.
 * One lower, with a sentence, when a host on the way looks like a jump host. Paths over a declared jump host are its work. Told once a path, then at 10, 100 ... times.
 * The last {@link #PATHS} that were told. Detect thread.
 */
final class HopChains {
    static final int PATHS = 8_192;
    static final int MOST_HOPS = 8;
    private static final int LONG = 3; // hops: four hosts

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private final LateralRules rules;
    private final Knowledge knowledge;
    private final Sessions sessions;
    private final StateTable<Told> told;
    private @Nullable Session best; // while candidates are looked at
    private int candidates;

    private static final class Told implements State {
        private long times;
        private long next = 1;

        @Override
        public void clear() {
            times = 0;
            next = 1;
        }
    }

    HopChains(LateralRules rules, Knowledge knowledge, Sessions sessions, Counters counters) {
        this.rules = rules;
        this.knowledge = knowledge;
        this.sessions = sessions;
        told = new StateTable<>(PATHS, 1, counters, Told::new);
    }

    void onSession(Event e, Session session, AlertSink alerts) {
        best = null;
        candidates = 0;
        sessions.before(session, inbound -> consider(inbound, session));
        Session parent = best;
        if (parent == null) {
            return;
        }
        session.parent = parent.uid;
        session.depth = Math.min(MOST_HOPS, parent.depth + 1);
        KnownRoles roles = knowledge.roles();
        if (roles.isDeclared(Role.JUMP_HOST, session.clientHigh, session.clientLow, session.startNs)) {
            return;
        }
        boolean isNew = !knowledge.hasAdministered(
                session.clientHigh, session.clientLow, session.serverHigh, session.serverLow);
        boolean isSwitched = parent.user != 0 && session.user != 0 && parent.user != session.user;
        if (!isNew && !isSwitched) {
            return;
        }
        List<Session> path = path(session);
        if (isWithinReach(path)) {
            return;
        }
        judge(e, path, parent, isSwitched, alerts);
    }

    private void consider(Session inbound, Session session) {
        boolean isBack = inbound.clientHigh == session.serverHigh && inbound.clientLow == session.serverLow;
        if (isBack || isMachinery(inbound)) {
            return;
        }
        candidates++;
        Session other = best;
        if (other == null) {
            best = inbound;
            return;
        }
        boolean isSame = session.user != 0 && inbound.user == session.user;
        boolean otherIsSame = session.user != 0 && other.user == session.user;
        if (isSame != otherIsSame ? isSame : inbound.startNs > other.startNs) {
            best = inbound;
        }
    }

    /** Whether a person declared that its client logs on everywhere by itself. */
    private boolean isMachinery(Session inbound) {
        for (Role role : new Role[] {Role.MONITORING, Role.BACKUP, Role.UPDATE_SERVER}) {
            if (knowledge.roles().isDeclared(role, inbound.clientHigh, inbound.clientLow, inbound.startNs)) {
                return true;
            }
        }
        return false;
    }

    /** From its first session to this one. */
    private List<Session> path(Session last) {
        List<Session> path = new ArrayList<>();
        Session session = last;
        while (session != null && path.size() < MOST_HOPS && !path.contains(session)) {
            path.addFirst(session);
            session = session.parent == 0 ? null : sessions.find(session.parent);
        }
        return path;
    }

    /** Whether the path's first user, or where none is known its first host, had been at its end before. */
    private boolean isWithinReach(List<Session> path) {
        Session first = path.getFirst();
        Session last = path.getLast();
        for (Session session : path.subList(0, path.size() - 1)) {
            if (session.user != 0) {
                Sighting sighting = knowledge.userAt(session.user, last.serverHigh, last.serverLow);
                return sighting != null && sighting.firstNs() < first.startNs;
            }
        }
        return knowledge.hasAdministered(first.clientHigh, first.clientLow, last.serverHigh, last.serverLow);
    }

    private void judge(Event e, List<Session> path, Session parent, boolean isSwitched, AlertSink alerts) {
        Session last = path.getLast();
        Learning learning = knowledge.learning();
        boolean isLearned = learning.hasEnded();
        boolean isSame = parent.user != 0 && parent.user == last.user;
        Level level = isSwitched
                ? isLearned ? Level.HIGH : Level.MEDIUM
                : isLearned && !isSame || path.size() >= LONG ? Level.MEDIUM : Level.LOW;
        LearnedRole natural = jumpHostOn(path);
        if (natural != null && level != Level.LOW) {
            level = Level.values()[level.ordinal() - 1];
        }
        if (learning.isUnderWay() && level == Level.LOW) {
            return; // every path is new
        }
        long hash = 0;
        for (Session session : path) {
            hash = Mix.of(hash ^ Mix.of(session.clientHigh, session.clientLow));
        }
        Told before = told.at(Mix.of(hash ^ Mix.of(last.serverHigh, last.serverLow)));
        if (++before.times < before.next) {
            return;
        }
        before.next *= 10;
        tell(e, path, before.times, level, isSwitched, isLearned, natural, alerts);
    }

    private @Nullable LearnedRole jumpHostOn(List<Session> path) {
        for (Session session : path.subList(1, path.size())) {
            LearnedRole learned =
                    knowledge.roles().learned(Role.JUMP_HOST, session.clientHigh, session.clientLow, session.startNs);
            if (learned != null) {
                return learned;
            }
        }
        return null;
    }

    private void tell(
            Event e,
            List<Session> path,
            long times,
            Level level,
            boolean isSwitched,
            boolean isLearned,
            @Nullable LearnedRole natural,
            AlertSink alerts) {
        Session first = path.getFirst();
        Session last = path.getLast();
        List<IpAddress> reached = new ArrayList<>();
        Set<String> users = new LinkedHashSet<>();
        Set<Service> services = EnumSet.noneOf(Service.class);
        StringBuilder hosts = new StringBuilder(first.client().toString());
        for (Session session : path) {
            reached.addFirst(session.server()); // the end of the path is what it is about
            hosts.append(" -> ").append(session.server());
            if (session.service != null) {
                services.add(session.service);
            }
            String user = session.userName();
            if (user != null) {
                users.add(user);
            }
        }
        boolean isSure = isSwitched && isLearned && candidates == 1;
        AlertDraft draft = new AlertDraft(
                        rules.hopChain(services), new Party(first.client(), null, null, first.userName()), e)
                .kind("hop chain")
                .level(level)
                .confidence(isSure ? Confidence.HIGH : candidates == 1 ? Confidence.MEDIUM : Confidence.LOW)
                .target(new Party(last.server(), null, null, last.userName()))
                .targets(reached, reached.size())
                .outcome(last.outcome)
                .count(times)
                .seen(first.startNs, last.startNs, first.packet)
                .evidence("path", hosts)
                .evidence("hops", path.size());
        if (last.outcome == Outcome.SUCCEEDED) {
            draft.open(List.of(last.server().withPort(last.serverPort)), path.size());
        }
        for (int i = 0; i < path.size(); i++) {
            draft.evidence("hop_" + (i + 1), told(path.get(i)));
        }
        draft.evidence("users", users.isEmpty() ? "not readable" : String.join(" -> ", users));
        draft.evidence(
                "credentials", isSwitched ? "switched" : users.isEmpty() ? "unknown" : "not seen to be switched");
        draft.evidence(
                "reach",
                isLearned
                        ? "not reached before by whoever began this path"
                        : "not seen before, but the sensor had not listened long enough to know what is usual here");
        if (candidates > 1) {
            draft.evidence("other_sessions", candidates - 1 + " more were open on " + last.client() + " then");
        }
        if (natural != null) {
            draft.evidence(KnownAlerts.LOOKS_LIKE, KnownAlerts.sentence(natural));
        }
        alerts.raise(draft.alert());
    }

    /** One hop for a person: {@code 10.0.0.1 -> 10.0.0.2 by SSH as jdoe at 10:02:11 UTC: succeeded}. */
    private static String told(Session session) {
        String user = session.userName();
        long ns = session.startNs;
        return session.client() + " -> " + session.server() + " by "
                + (session.service == null ? "?" : session.service.word()) + (user == null ? "" : " as " + user)
                + " at " + TIME.format(Instant.ofEpochSecond(Math.floorDiv(ns, 1_000_000_000L))) + " UTC: "
                + session.outcome.name().toLowerCase(java.util.Locale.ROOT);
    }
}
