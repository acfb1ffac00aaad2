"""`auditctl plan`: the programme, the plan of an audit, and what makes one."""
