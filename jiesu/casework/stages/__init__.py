"""What people do with an appeal, stage by stage; each step ends in the ledger."""
