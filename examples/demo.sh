#!/bin/sh
# Plays the example company in a new git repository: sh examples/demo.sh FOLDER
set -eu
folder=$1
AUDITCTL_TODAY=2026-11-20
export AUDITCTL_TODAY

show() {
    printf '\n\n$ auditctl --as-of %s' "$AUDITCTL_TODAY"
    for word; do
        case $word in *' '*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac
    done
    printf '\n\n'
    auditctl --as-of "$AUDITCTL_TODAY" "$@"
}

rm -rf "$folder"
auditctl init "$folder" --example lodos 2>/dev/null
cd "$folder"
git init --quiet
git add --all
git -c user.name=auditctl -c user.email=demo@example.invalid -c commit.gpgsign=false commit --quiet --message 'example: Lodos Payroll'

show plan
show plan 2026-main
# the example has problems, so that there is something to see: `check` ends with exit code 1
show check || true
show finding add 2026-spot-agreements 'Signed agreements are kept in two places' \
    --grade ofi --process people --requirement A.6.6 --evidence agreements-list --by deniz-sahin \
    --statement '5 of 7 agreements are in the HR suite, 2 in a folder of the office; both were found within 10 minutes.'
show capa show 2026-main/restore-tests-missing
# who owns a plan does not approve it: refused, with exit code 3
show capa approve configuration-drift --by burak-yilmaz || true
show capa approve configuration-drift --by ingrid-lind
show status
# not ready yet: exit code 1
show ready || true
show report 2026-main -o report.html
show report 2026-main --kind summary -o summary.html
show report --kind programme -o programme.html
show report --kind capa --lang tr -o capa-tr.html
printf '\n\nWhat git says now:\n\n'
git status --short
printf '\nThe HTML reports are %s/report.html, summary.html, programme.html and capa-tr.html: open them in a browser.\n' "$folder"
printf 'Look around in %s, for instance with: auditctl --as-of %s status\n' "$folder" "$AUDITCTL_TODAY"
