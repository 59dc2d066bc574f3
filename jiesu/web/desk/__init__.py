"""The hotline's desk: intake, queues, work orders, follow-up."""
