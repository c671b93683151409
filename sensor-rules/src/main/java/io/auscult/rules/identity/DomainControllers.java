package io.auscult.rules.identity;

import io.auscult.core.counter.Counters;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.krb.KrbLog;

/**
 * Which hosts work as domain controllers, by what they were seen to answer: tickets (Kerberos), and Netlogon. Answering for directory replication alone is no proof:
 * who passes for a controller does that as well. Belongs to one detector; detect thread. At {@link #CAPACITY} the longest idle is forgotten.
 */
final class DomainControllers {
    static final int CAPACITY = 1_024;

    private static final Field PROTOCOL = KrbLog.KERBEROS.field("protocol");
    private static final Field MESSAGE = KrbLog.KERBEROS.field("message");
    private static final Field SUCCESS = KrbLog.KERBEROS.field("success");
    private static final byte[][] OF_A_KDC = {Texts.of("AS"), Texts.of("TGS")};

    private final StateTable<Seen> hosts;

    private static final class Seen implements State {
        private boolean givesTickets;
        private boolean answersNetlogon;

        @Override
        public void clear() {
            givesTickets = false;
            answersNetlogon = false;
        }
    }

    DomainControllers(Counters counters) {
        hosts = new StateTable<>(CAPACITY, 2, counters, Seen::new);
    }

    void onKerberos(Event e) {
        if (e.has(SUCCESS)
                && Texts.indexIn(e, PROTOCOL, Texts.OF_KERBEROS) >= 0
                && Texts.indexIn(e, MESSAGE, OF_A_KDC) >= 0) {
            hosts.at(e.respHigh(), e.respLow()).givesTickets = true;
        }
    }

    void answersNetlogon(long high, long low) {
        hosts.at(high, low).answersNetlogon = true;
    }

    boolean isOne(long high, long low) {
        Seen seen = hosts.find(high, low);
        return seen != null && (seen.givesTickets || seen.answersNetlogon);
    }
}
