package io.auscult.rules.identity;

import io.auscult.core.alert.Rule;
import io.auscult.rules.rule.RuleFile;
import io.auscult.rules.rule.Techniques;
import java.util.ArrayList;
import java.util.List;

/** The rules of this area, read from the {@code .rule} files beside this class. Immutable. */
public final class IdentityRules {
    final Rule arpPoisoning;
    final Rule zerologon;
    final Rule dcsync;
    final Rule dcshadow;
    final Rule passwordGuessing;
    final Rule stalePassword;
    final Rule passwordSpraying;
    final Rule userEnumeration;
    final Rule asrepRoasting;
    final Rule kerberoasting;
    final Rule oldEncryption;
    final Rule forgedTicket;
    final Rule ntlmRelay;
    final Rule passTheHash;
    final Rule namePoisoning;
    final Rule dhcpServer;
    final Rule cleartext;
    final Rule leakedAccount;
    final Rule sharedGuessing;
    final Rule ipv6Router;
    final Rule dhcpv6Server;
    final Rule foreignWorkstation;
    final Rule forgedServiceTicket;
    final Rule skeletonKey;

    private final List<Rule> all = new ArrayList<>();
    private final Techniques techniques;

    public IdentityRules(Techniques techniques) {
        this.techniques = techniques;
        arpPoisoning = load("arp_poisoning");
        zerologon = load("zerologon");
        dcsync = load("dcsync");
        dcshadow = load("dcshadow");
        passwordGuessing = load("password_guessing");
        stalePassword = load("stale_password");
        passwordSpraying = load("password_spraying");
        userEnumeration = load("user_enumeration");
        asrepRoasting = load("asrep_roasting");
        kerberoasting = load("kerberoasting");
        oldEncryption = load("old_encryption");
        forgedTicket = load("forged_ticket");
        ntlmRelay = load("ntlm_relay");
        passTheHash = load("pass_the_hash");
        namePoisoning = load("name_poisoning");
        dhcpServer = load("dhcp_server");
        cleartext = load("clear_text");
        leakedAccount = load("leaked_account");
        sharedGuessing = load("shared_guessing");
        ipv6Router = load("ipv6_router");
        dhcpv6Server = load("dhcpv6_server");
        foreignWorkstation = load("foreign_workstation");
        forgedServiceTicket = load("forged_service_ticket");
        skeletonKey = load("skeleton_key");
    }

    private Rule load(String name) {
        Rule rule = RuleFile.load(IdentityRules.class, "identity", name, techniques);
        all.add(rule);
        return rule;
    }

    public List<Rule> all() {
        return List.copyOf(all);
    }
}
