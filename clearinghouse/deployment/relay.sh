#!/bin/sh
# Starts Postfix as the relay of docker-compose.yml.
set -eu

log=/var/log/relay/mail.log
install -d -m 0750 -g portal /var/log/relay
touch "$log"
chgrp portal "$log"
chmod 0640 "$log"

postconf -e \
  "compatibility_level = 3.6" \
  "maillog_file = $log" \
  "myhostname = ${RELAY_HOSTNAME:?RELAY_HOSTNAME is the name that this relay has in the DNS}" \
  "inet_interfaces = all" \
  "inet_protocols = ipv4" \
  "mydestination =" \
  "mynetworks_style = subnet" \
  "smtpd_relay_restrictions = permit_mynetworks, reject" \
  "smtpd_recipient_restrictions = permit_mynetworks, reject" \
  "smtp_tls_security_level = ${RELAY_TLS:-may}" \
  "smtp_tls_CAfile = /etc/ssl/certs/ca-certificates.crt" \
  "enable_long_queue_ids = yes" \
  "message_size_limit = 10485760" \
  "relayhost = ${RELAYHOST:-}"
if [ -n "${RELAYHOST_USERNAME:-}" ]; then
  umask 077
  echo "$RELAYHOST $RELAYHOST_USERNAME:${RELAYHOST_PASSWORD:?}" > /etc/postfix/sasl_passwords
  postconf -e "smtp_sasl_auth_enable = yes" "smtp_sasl_security_options = noanonymous" \
    "smtp_sasl_password_maps = texthash:/etc/postfix/sasl_passwords"
fi
postconf -F '*/*/chroot = n'
postfix check
exec postfix start-fg
