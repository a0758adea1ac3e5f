import { PageTitle } from "@/components/ui/page-title";

export default function FleetPage() {
  return <PageTitle title="Fleet" />;
}
