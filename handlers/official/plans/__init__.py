"""The plan and its clock: `/kehoach`, `/lichnghi`, `/hanchot`, `/xongviec`, `/giahan`."""
