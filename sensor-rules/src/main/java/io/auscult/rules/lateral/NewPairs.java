package io.auscult.rules.lateral;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.AddressSample;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.rules.knowledge.Knowledge;
import io.auscult.rules.knowledge.KnownAlerts;
import io.auscult.rules.knowledge.KnownRoles;
import io.auscult.rules.knowledge.LearnedRole;
import io.auscult.rules.knowledge.Learning;
import io.auscult.rules.knowledge.Service;
import io.auscult.rules.knowledge.Standing;
import io.auscult.rules.role.Role;
import io.auscult.rules.rule.AlertDraft;
import org.jspecify.annotations.Nullable;

/**
 * A client and a server that never met by this protocol before. While the sensor learns, a meeting is noted and nothing told. Once it has learned, it is told as medium, and as low
 * where the client administers others that way every day, plays a role for which it is natural, or was not let in. In a recording that begins with nothing learned everything is
 * new: told as low, with the words that nothing was learned, and of the first {@link #UNLEARNED} clients only.
 * Told at a client's first new server, then at 10, 100 ... of them. The last {@link #CLIENTS} clients; who is forgotten begins at its first again. Detect thread.
 */
final class NewPairs {
    static final int CLIENTS = 4_096;
    static final int UNLEARNED = 32;
    static final int ADMINISTERS = 3; // servers on two days or more: it is its habit

    private static final Role[] NATURAL = {
        Role.JUMP_HOST, Role.MONITORING, Role.BACKUP, Role.UPDATE_SERVER, Role.SCANNER
    };

    private final LateralRules rules;
    private final Knowledge knowledge;
    private final StateTable<Client> clients;
    private int unlearned;

    private static final class Client implements State {
        private final DistinctCounter servers = new DistinctCounter(32, 5);
        private final AddressSample sample = new AddressSample();
        private long next = 1;
        private long firstNs;
        private long firstPacket;

        @Override
        public void clear() {
            servers.clear();
            sample.clear();
            next = 1;
        }
    }

    NewPairs(LateralRules rules, Knowledge knowledge, Counters counters) {
        this.rules = rules;
        this.knowledge = knowledge;
        clients = new StateTable<>(CLIENTS, 3, counters, Client::new);
    }

    void onSession(Event e, Session session, Service service, AlertSink alerts) {
        Rule rule = rules.newPair(service);
        Learning learning = knowledge.learning();
        if (rule == null
                || learning.isUnderWay()
                || knowledge.hasAdministered(
                        session.clientHigh, session.clientLow, session.serverHigh, session.serverLow, service)) {
            return;
        }
        Client client = clients.at(session.clientHigh, session.clientLow, service.ordinal());
        if (clients.isFresh()) {
            client.firstNs = session.startNs;
            client.firstPacket = session.packet;
        }
        if (!client.servers.add(Mix.of(session.serverHigh, session.serverLow))) {
            return;
        }
        client.sample.add(session.serverHigh, session.serverLow, session.serverPort);
        long count = client.servers.count();
        boolean isLearned = learning.hasEnded();
        if (count < client.next || !isLearned && count == 1 && ++unlearned > UNLEARNED) {
            return;
        }
        client.next *= 10;
        tell(e, session, service, rule, client, isLearned, alerts);
    }

    private void tell(
            Event e, Session session, Service service, Rule rule, Client client, boolean isLearned, AlertSink alerts) {
        String habit = habit(session, service);
        boolean isMedium = isLearned && habit == null && session.outcome != Outcome.FAILED;
        String user = session.userName();
        long count = client.servers.count();
        AlertDraft draft = new AlertDraft(rule, new Party(session.client(), null, null, user), e)
                .kind(service.word())
                .level(isMedium ? Level.MEDIUM : Level.LOW)
                .confidence(isLearned && habit == null ? Confidence.MEDIUM : Confidence.LOW)
                .targets(client.sample.addresses(), count)
                .outcome(session.outcome)
                .count(count)
                .seen(client.firstNs, session.startNs, client.firstPacket)
                .evidence("service", service.word())
                .evidence(
                        "learned",
                        isLearned
                                ? "this client had not used " + service.word() + " on this server since learning began"
                                : "nothing yet: the sensor had not listened long enough to know what is usual here");
        if (session.outcome == Outcome.SUCCEEDED) {
            draft.open(client.sample.endpoints(), count);
        }
        draft.evidence("user", user == null ? "not readable" : user);
        if (habit != null) {
            draft.evidence("habit", habit);
        }
        alerts.raise(draft.alert());
    }

    /** Why it is natural for this client; null when it is not known to be. */
    private @Nullable String habit(Session session, Service service) {
        Standing standing = knowledge.using(session.clientHigh, session.clientLow, service);
        if (standing != null && standing.peers() >= ADMINISTERS && standing.days() >= 2) {
            return "it uses " + service.word() + " on " + standing.peers() + " hosts, on " + standing.days() + " days";
        }
        KnownRoles roles = knowledge.roles();
        for (Role role : NATURAL) {
            LearnedRole learned = roles.learned(role, session.clientHigh, session.clientLow, session.startNs);
            if (learned != null) {
                return KnownAlerts.sentence(learned);
            }
        }
        return null;
    }
}
